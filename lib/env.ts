import { z } from "zod";
import { settingFault } from "@/lib/setting-fault";

const DURATION = /^(\d+)(s|m|h|d)$/;
const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 } as const;

/** `30s`, `10m`, `12h`, `5d` as a positive number of seconds. */
const duration = z
  .string()
  .regex(DURATION, "a whole number followed by s, m, h or d, for example 5d")
  .transform((text) => {
    const [, amount = "0", unit = "s"] = DURATION.exec(text) ?? [];
    return Number(amount) * SECONDS[unit as keyof typeof SECONDS];
  })
  .pipe(z.number().positive("longer than nothing, for example 5d"));

/** `1:<base64url>,2:<base64url>`: version and key; the highest version signs, all verify. */
const linkKeys = z.string().transform((text, ctx) => {
  const keys = new Map<number, Buffer>();
  for (const part of text.split(",")) {
    const [version = "", key = ""] = part.trim().split(":");
    const bytes = Buffer.from(key, "base64url");
    if (!/^\d{1,3}$/.test(version) || Number(version) > 255 || bytes.length < 32) {
      ctx.addIssue({ code: "custom", message: "VERSION:KEY, the key at least 32 bytes in base64url" });
      return z.NEVER;
    }
    if (keys.has(Number(version))) {
      ctx.addIssue({ code: "custom", message: `two keys have the version ${Number(version)}` });
      return z.NEVER;
    }
    keys.set(Number(version), bytes);
  }
  return keys;
});

/** `NEW,OLD`: the first signs, all verify. */
const secrets = (shortest: number) =>
  z
    .string()
    .transform((text) => text.split(",").map((secret) => secret.trim()))
    .pipe(z.tuple([z.string().min(shortest)], z.string().min(shortest)));

/** The app cannot be served below a path. */
const appUrl = z
  .url()
  .regex(/^https?:\/\/[^/?#]+\/*$/i, "http:// or https:// and a name, without a path")
  .transform((url) => url.replace(/\/+$/, ""));

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z.url(),
  APP_URL: appUrl,
  AUTH_SECRET: secrets(32),
  LINK_KEYS: linkKeys,
  RESEND_API_KEY: z.string().min(1),
  RESEND_BASE_URL: z.url().default("https://api.resend.com"),
  RESEND_WEBHOOK_SECRET: secrets(1),
  MAIL_FROM: z.email(),
  OPERATOR_EMAIL: z.email().optional(),
  MAIL_RATE: z.coerce.number().positive().max(10_000).default(10),
  SOFT_BOUNCE_WINDOW: duration.default(5 * 86400),
  INNGEST_BASE_URL: z.url().optional(),
  INNGEST_DEV: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_SERVE_ORIGIN: z.url().optional(),
  PROXY_HOPS: z.coerce.number().int().min(1).max(9).default(1),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = z.output<typeof schema>;

let parsed: Env | undefined;

/**
 * Every setting of the program, parsed once; an empty variable counts as not set. Nothing else in app, lib or
 * inngest reads `process.env`. Parsed on demand, so that a build needs no settings.
 *
 * @throws Error naming each variable that is missing or malformed, never its value.
 */
export function env(): Env {
  if (parsed) return parsed;
  const given = Object.entries(process.env).filter(([, value]) => value?.trim());
  const result = schema.safeParse(Object.fromEntries(given), { error: settingFault });
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
    throw new Error(`Settings are missing or malformed:\n${lines.join("\n")}`);
  }
  parsed = result.data;
  /* next-auth reads its own address only from there. */
  process.env.NEXTAUTH_URL ??= parsed.APP_URL;
  return parsed;
}
