import { z } from "zod";

const text = z.string().trim();

const schema = z.object({
  MAIL_DATABASE_URL: z.url(),
  MAIL_PORT: z.coerce.number().int().min(1).max(65535),
  RESEND_API_KEY: text.min(1),
  MAIL_WEBHOOK_URL: z.union([z.literal(""), z.url({ protocol: /^https?$/ })]).default(""),
  RESEND_WEBHOOK_SECRET: text
    .transform((list) => list.split(",")[0]?.trim() ?? "")
    .pipe(z.string().regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/)),
  MAIL_PROVIDER_RATE: z.coerce.number().int().min(0).default(10),
  MAIL_WEBHOOK_DUPLICATES: z.coerce.number().min(0).max(1).default(0),
  MAIL_WEBHOOK_SHUFFLE: z.coerce.number().min(0).default(0),
  MAIL_EVENT_DELAY_MS: z.coerce.number().min(0).default(300),
  MAIL_DELAYED_MS: z.coerce.number().min(0).default(20_000),
});

/** What each setting has to be, in plain words. */
const MUST_BE: Readonly<Record<keyof z.input<typeof schema>, string>> = {
  MAIL_DATABASE_URL: "postgres://USER:PASSWORD@HOST/DATABASE",
  MAIL_PORT: "a whole number from 1 to 65535",
  RESEND_API_KEY: "a key, of one character or more",
  MAIL_WEBHOOK_URL: "a whole address, such as http://127.0.0.1:3000/api/webhooks/resend, or empty for none",
  RESEND_WEBHOOK_SECRET: "whsec_ followed by base64",
  MAIL_PROVIDER_RATE: "a whole number from 0, which is without a limit",
  MAIL_WEBHOOK_DUPLICATES: "a share from 0 to 1",
  MAIL_WEBHOOK_SHUFFLE: "milliseconds: a number from 0",
  MAIL_EVENT_DELAY_MS: "milliseconds: a number from 0",
  MAIL_DELAYED_MS: "milliseconds: a number from 0",
};

export type Settings = {
  databaseUrl: string;
  port: number;
  apiKey: string;
  /** Where webhooks go; empty when there are none. */
  webhookUrl: string;
  webhookSecret: string;
  /** Requests a second for the whole account; 0 is without a limit. */
  rate: number;
  /** Share of webhooks that are delivered twice, 0 to 1. */
  duplicates: number;
  /** Most milliseconds that a webhook is held back at random. */
  shuffleMs: number;
  /** Milliseconds from one event of a mail to the next. */
  eventDelayMs: number;
  /** Milliseconds that a delayed delivery takes. */
  delayedMs: number;
};

/**
 * The server's settings from environment variables; an empty one counts as not set, except the webhook's.
 *
 * @throws Error naming each variable that is missing or malformed, never its value
 */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  const given = Object.entries(variables).filter(
    ([name, value]) => value?.trim() || name === "MAIL_WEBHOOK_URL",
  );
  const result = schema.safeParse(Object.fromEntries(given));
  if (!result.success) {
    const names = new Set(result.error.issues.map(({ path }) => path[0] as keyof typeof MUST_BE));
    const lines = [...names].map((name) => `  ${name}: ${MUST_BE[name]}`);
    throw new Error(`Settings of the mail server are missing or malformed:\n${lines.join("\n")}`);
  }
  const env = result.data;
  return {
    databaseUrl: env.MAIL_DATABASE_URL,
    port: env.MAIL_PORT,
    apiKey: env.RESEND_API_KEY,
    webhookUrl: env.MAIL_WEBHOOK_URL,
    webhookSecret: env.RESEND_WEBHOOK_SECRET,
    rate: env.MAIL_PROVIDER_RATE,
    duplicates: env.MAIL_WEBHOOK_DUPLICATES,
    shuffleMs: env.MAIL_WEBHOOK_SHUFFLE,
    eventDelayMs: env.MAIL_EVENT_DELAY_MS,
    delayedMs: env.MAIL_DELAYED_MS,
  };
}
