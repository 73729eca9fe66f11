import type { Bounce } from "@/lib/mail/event";
import type { Fact } from "@/lib/messages/facts";
import type { ReasonCode } from "@/lib/messages/reason";

const ENHANCED = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/;

type Verdict = { fact: Fact; code: ReasonCode };

/** By enhanced code (RFC 3463), first match; `permanent` asks for the bounce's type as well. */
const BY_CODE: { pattern: RegExp; permanent?: true; verdict: Verdict }[] = [
  { pattern: /^5\.1\.7$|^5\.1\.8$/, verdict: { fact: "refused", code: "sender_rejected" } },
  { pattern: /^5\.3\.4$|^5\.2\.3$/, verdict: { fact: "refused", code: "too_large" } },
  { pattern: /^5\.6\./, verdict: { fact: "refused", code: "content_rejected" } },
  { pattern: /^5\.7\./, verdict: { fact: "refused", code: "refused_by_receiver" } },
  { pattern: /^5\.1\.[16]$/, verdict: { fact: "invalid", code: "no_such_mailbox" } },
  { pattern: /^5\.1\.(2|10)$|^[45]\.4\.4$/, verdict: { fact: "invalid", code: "no_such_domain" } },
  { pattern: /^5\.1\.3$/, verdict: { fact: "invalid", code: "bad_address" } },
  { pattern: /^5\.2\.1$/, verdict: { fact: "bounced", code: "mailbox_disabled" } },
  { pattern: /^5\.1\./, verdict: { fact: "bounced", code: "address_rejected" } },
  { pattern: /^5\.2\.2$/, permanent: true, verdict: { fact: "bounced", code: "mailbox_full" } },
  { pattern: /^[45]\.2\.2$/, verdict: { fact: "soft_bounced", code: "mailbox_full" } },
  { pattern: /^4\.[23]\./, verdict: { fact: "soft_bounced", code: "receiver_busy" } },
  { pattern: /^4\.4\./, verdict: { fact: "soft_bounced", code: "network" } },
];

/** By `type/subType`, or by the subtype alone, in lower case and without punctuation. */
const BY_TYPE: Record<string, Verdict> = {
  "permanent/noemail": { fact: "invalid", code: "no_such_mailbox" },
  "permanent/general": { fact: "bounced", code: "undeliverable" },
  "transient/general": { fact: "soft_bounced", code: "temporary" },
  mailboxfull: { fact: "soft_bounced", code: "mailbox_full" },
  contentrejected: { fact: "refused", code: "content_rejected" },
  attachmentrejected: { fact: "refused", code: "attachment_rejected" },
  messagetoolarge: { fact: "refused", code: "too_large" },
};

const SUPPRESSED: ReadonlySet<string> = new Set(["suppressed", "onaccountsuppressionlist"]);

/**
 * What a bounce means for the address: decided by the provider's suppression list, else by the receiving
 * server's enhanced code, else by the provider's own class. A bounce that none of them explains is not held
 * against the address.
 */
export function classifyBounce(bounce: Bounce | null): Verdict & { enhanced: string | null } {
  const type = bare(bounce?.type);
  const subType = bare(bounce?.subType);
  const enhanced = enhancedCode(bounce);
  if (SUPPRESSED.has(type) || SUPPRESSED.has(subType)) {
    return { fact: "blocked", code: "address_blocked", enhanced };
  }
  const byCode = enhanced
    ? BY_CODE.find(({ pattern, permanent }) => pattern.test(enhanced) && (!permanent || type === "permanent"))
    : undefined;
  const verdict = byCode?.verdict ?? BY_TYPE[`${type}/${subType}`] ?? BY_TYPE[subType];
  return { ...(verdict ?? { fact: "refused", code: "unclassified" }), enhanced };
}

/** The first enhanced code in the receiving server's words, else in the provider's. */
export function enhancedCode(bounce: Bounce | null): string | null {
  for (const text of [...(bounce?.diagnostics ?? []), bounce?.message ?? ""]) {
    const found = ENHANCED.exec(text);
    if (found) return found[0];
  }
  return null;
}

function bare(word: string | undefined): string {
  return (word ?? "").toLowerCase().replace(/[^a-z]/g, "");
}
