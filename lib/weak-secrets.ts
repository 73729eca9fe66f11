import type { Env } from "@/lib/env";

/** Values from examples, and placeholders that somebody meant to change later. */
const EXAMPLE = /example|change[-_ ]?me|replace[-_ ]?me|secret|password|dummy/i;
const EXAMPLE_KEY = /^re_(test|example|your|xxx|123)/i;

/** Fewest different characters, or bytes, of a random secret. */
const DIFFERENT = 8;
const WEBHOOK_BYTES = 24;

/**
 * Refuses to run in production with a secret that could be guessed: too short, from an example, or of few
 * different characters. With an https address it also refuses job calls without a signature.
 *
 * @throws Error that names each setting and what is wrong with it, never its value.
 */
export function refuseWeakSecrets(settings: Env): void {
  const faults = settings.NODE_ENV === "production" ? weakSecrets(settings) : [];
  if (faults.length > 0) {
    throw new Error(`Secrets that could be guessed:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

function weakSecrets(settings: Env): string[] {
  const { AUTH_SECRET, LINK_KEYS, RESEND_API_KEY, RESEND_WEBHOOK_SECRET, DATABASE_URL } = settings;
  const faults: string[] = [];
  const check = (name: string, wrong: boolean, why: string) => wrong && faults.push(`${name}: ${why}`);
  for (const secret of AUTH_SECRET) {
    check("AUTH_SECRET", isGuessable(secret), "draw it by chance, for example openssl rand -base64 32");
  }
  for (const key of LINK_KEYS.values()) {
    check("LINK_KEYS", new Set(key).size < DIFFERENT, "draw each key by chance");
  }
  check(
    "RESEND_API_KEY",
    !/^re_\w{8,}/.test(RESEND_API_KEY) || EXAMPLE_KEY.test(RESEND_API_KEY),
    "not a key of Resend",
  );
  for (const secret of RESEND_WEBHOOK_SECRET) {
    const bytes = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const drawn =
      secret.startsWith("whsec_") && bytes.length >= WEBHOOK_BYTES && new Set(bytes).size >= DIFFERENT;
    check("RESEND_WEBHOOK_SECRET", !drawn, "whsec_ and at least 24 bytes in base64, as Resend shows it");
  }
  if (!settings.APP_URL.startsWith("https:")) return faults;
  const { password, username, hostname } = new URL(DATABASE_URL);
  const local = hostname === "" || /^(localhost|127\.|\[::1\])/.test(hostname);
  check(
    "DATABASE_URL",
    !local && (password.length < 12 || password === username),
    "the password is too short",
  );
  check(
    "INNGEST_DEV",
    (settings.INNGEST_DEV ?? "0") !== "0",
    "never in production: anybody may call the jobs",
  );
  check("INNGEST_SIGNING_KEY", !isKey(settings.INNGEST_SIGNING_KEY), "missing or too short");
  check("INNGEST_EVENT_KEY", !settings.INNGEST_EVENT_KEY, "missing");
  return faults;
}

const isGuessable = (text: string) => EXAMPLE.test(text) || new Set(text).size < DIFFERENT;
const isKey = (text: string | undefined) =>
  text !== undefined && text.length >= 24 && new Set(text).size >= 8;
