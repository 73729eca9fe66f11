import { env } from "@/lib/env";

/** Two years, as the lists of browsers ask for. */
const HSTS = "max-age=63072000; includeSubDomains";

/**
 * What a page may load and do. Scripts run by this answer's nonce alone. Styles may stand inline: React,
 * the editor and mails in their frames (which inherit this) need that. Mails are shown without pictures
 * from elsewhere, which would tell their senders who looks.
 *
 * @param nonce new for each answer; Next reads it from here and puts it on its scripts.
 */
export function contentPolicy(nonce: string): string {
  const { APP_URL, NODE_ENV } = env();
  const development = NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(APP_URL.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** Puts on an answer what holds for all of them; the rest is in `next.config.ts`. */
export function secure(answer: Response, policy: string): void {
  answer.headers.set("content-security-policy", policy);
  if (env().APP_URL.startsWith("https:")) answer.headers.set("strict-transport-security", HSTS);
}
