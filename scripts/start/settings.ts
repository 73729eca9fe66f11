import { z } from "zod";
import { settingFault } from "../../lib/setting-fault";
import type { Ports } from "./ports";
import type { Secrets } from "./secrets";

const text = z.string().trim().optional();
const database = z
  .string()
  .trim()
  .refine(
    isDatabaseUrl,
    "postgres://USER:PASSWORD@HOST/DATABASE, other signs in a password as %40 and the like",
  )
  .optional();

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  BREVDUVA_DATA: z.string().default(".data"),
  APP_URL: text,
  MAIL_FROM: text,
  MAIL_RATE: z.coerce.number().positive().default(10),
  MAIL_PROVIDER_RATE: text,
  /** Empty for no events, for measuring. */
  MAIL_WEBHOOK_URL: z.string().optional(),
  DATABASE_URL: database,
  DATABASE_OWNER_URL: database,
  INNGEST_DEV: text,
  INNGEST_BASE_URL: text,
  INNGEST_EVENT_KEY: text,
  INNGEST_SIGNING_KEY: text,
  RESEND_API_KEY: text,
});

export type Settings = z.output<typeof schema>;

/**
 * An empty variable is not set, but for that of the webhook.
 *
 * @throws Error that names each malformed variable
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.entries(environment).filter(
    ([name, value]) => value?.trim() || name === "MAIL_WEBHOOK_URL",
  );
  const result = schema.safeParse(Object.fromEntries(given), { error: settingFault });
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Settings are malformed:\n${lines.join("\n")}`);
}

/** Whether the database's driver accepts the text and can take it apart. */
function isDatabaseUrl(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return /^postgres(ql)?:$/.test(protocol);
  } catch {
    return false;
  }
}

/** The address for a person at this machine: by name, unless the app listens only elsewhere. */
export function homeUrl(settings: Settings): string {
  const byName = ["127.0.0.1", "::1", "0.0.0.0", "::", "localhost"].includes(settings.HOST);
  return byName ? `http://localhost:${settings.PORT}` : localUrl(settings);
}

/** The address of the app from this machine, whatever it listens on. */
export function localUrl({ HOST, PORT }: Settings): string {
  if (HOST === "0.0.0.0") return `http://127.0.0.1:${PORT}`;
  if (HOST === "::") return `http://[::1]:${PORT}`;
  return `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`;
}

export type Embedded = { database: boolean; jobs: boolean; mail: boolean };

/** A service is embedded unless the settings name a real one. */
export function chooseEmbedded(settings: Settings): Embedded {
  const jobs = settings.INNGEST_DEV ?? settings.INNGEST_BASE_URL ?? settings.INNGEST_EVENT_KEY;
  return {
    database: settings.DATABASE_URL === undefined,
    jobs: jobs === undefined && settings.INNGEST_SIGNING_KEY === undefined,
    mail: settings.RESEND_API_KEY === undefined,
  };
}

export type Plan = {
  settings: Settings;
  embedded: Embedded;
  secrets: Secrets;
  ports: Ports;
  /** URL of a database of the embedded cluster, where there is one. */
  databaseUrl(name: string, user?: { name: string; password: string }): string;
};

/** What the app gets on top of the environment; the same variables as with real services. */
export function appEnvironment({ settings, embedded, secrets, ports, databaseUrl }: Plan): NodeJS.ProcessEnv {
  const appUrl = settings.APP_URL ?? homeUrl(settings);
  const given = { ...process.env };
  const authSecret = given.AUTH_SECRET?.trim() || secrets.AUTH_SECRET;
  return {
    ...given,
    APP_URL: appUrl,
    AUTH_SECRET: authSecret,
    NEXTAUTH_URL: appUrl,
    NEXTAUTH_SECRET: authSecret,
    LINK_KEYS: given.LINK_KEYS?.trim() || secrets.LINK_KEYS,
    MAIL_FROM: settings.MAIL_FROM ?? "utskick@brevduva.example",
    NEXT_TELEMETRY_DISABLED: "1",
    ...(embedded.database && {
      DATABASE_URL: databaseUrl("brevduva", { name: "app", password: secrets.APP_DATABASE_PASSWORD }),
    }),
    ...(embedded.jobs && {
      INNGEST_BASE_URL: `http://127.0.0.1:${ports.jobs}`,
      INNGEST_EVENT_KEY: secrets.INNGEST_EVENT_KEY,
      INNGEST_SIGNING_KEY: secrets.INNGEST_SIGNING_KEY,
    }),
    ...(embedded.mail && {
      RESEND_BASE_URL: `http://127.0.0.1:${ports.mail}`,
      RESEND_API_KEY: secrets.RESEND_API_KEY,
      RESEND_WEBHOOK_SECRET: secrets.RESEND_WEBHOOK_SECRET,
    }),
  };
}

/** What the embedded job server gets. */
export function jobsEnvironment({ settings, secrets, ports, databaseUrl }: Plan): NodeJS.ProcessEnv {
  return {
    ...process.env,
    JOBS_DATABASE_URL: databaseUrl("brevduva_jobs"),
    JOBS_PORT: String(ports.jobs),
    JOBS_APP_URL: `${localUrl(settings)}/api/inngest`,
    INNGEST_EVENT_KEY: secrets.INNGEST_EVENT_KEY,
    INNGEST_SIGNING_KEY: secrets.INNGEST_SIGNING_KEY,
  };
}

/** What the embedded mail provider gets. */
export function mailEnvironment({ settings, secrets, ports, databaseUrl }: Plan): NodeJS.ProcessEnv {
  return {
    ...process.env,
    MAIL_DATABASE_URL: databaseUrl("brevduva_mail"),
    MAIL_PORT: String(ports.mail),
    MAIL_WEBHOOK_URL: settings.MAIL_WEBHOOK_URL ?? `${localUrl(settings)}/api/webhooks/resend`,
    MAIL_PROVIDER_RATE: settings.MAIL_PROVIDER_RATE ?? String(Math.ceil(settings.MAIL_RATE)),
    RESEND_API_KEY: secrets.RESEND_API_KEY,
    RESEND_WEBHOOK_SECRET: secrets.RESEND_WEBHOOK_SECRET,
  };
}
