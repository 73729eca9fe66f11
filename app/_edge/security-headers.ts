import { env } from "@/lib/env";

/** Two years, which the preload lists of browsers recommend. */
const HSTS = "max-age=63072000; includeSubDomains";

/**
 * The content security policy of a page. Scripts run only with this response's nonce. Inline styles are
 * allowed, because React, the editor and mails in their frames (which inherit the policy) need them. Mails
 * are shown without external pictures, which would tell their senders who is looking.
 *
 * @param nonce new for each response; Next reads it from here and adds it to its scripts.
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

/** Sets the headers that all responses share; the rest is in `next.config.ts`. */
export function secure(answer: Response, policy: string): void {
  answer.headers.set("content-security-policy", policy);
  if (env().APP_URL.startsWith("https:")) answer.headers.set("strict-transport-security", HSTS);
}
