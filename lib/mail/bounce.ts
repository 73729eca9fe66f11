import type { Bounce } from "@/lib/mail/event";
import { readWords, type Verdict } from "@/lib/mail/receiver-words";

const ENHANCED = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/;

/**
 * The provider itself gives up after half a day, by a code of its own; the receiving server's last answer
 * follows in angle brackets.
 */
const LAST_ANSWER = /<(?=[45]\d\d[ -])/;

type ByCode = { pattern: RegExp; permanent?: true; vague?: true; verdict: Verdict };

/**
 * By enhanced code (RFC 3463), first match. `permanent` asks for the bounce's type as well; words outweigh a
 * code that is `vague`.
 */
const BY_CODE: ByCode[] = [
  { pattern: /^5\.1\.7$|^5\.1\.8$/, verdict: { fact: "refused", code: "sender_rejected" } },
  { pattern: /^5\.3\.4$|^5\.2\.3$/, verdict: { fact: "refused", code: "too_large" } },
  { pattern: /^5\.6\./, verdict: { fact: "refused", code: "content_rejected" } },
  { pattern: /^5\.7\./, verdict: { fact: "refused", code: "refused_by_receiver" } },
  { pattern: /^5\.1\.[16]$/, verdict: { fact: "invalid", code: "no_such_mailbox" } },
  { pattern: /^5\.1\.(2|10)$|^[45]\.4\.4$/, verdict: { fact: "invalid", code: "no_such_domain" } },
  { pattern: /^5\.1\.3$/, verdict: { fact: "invalid", code: "bad_address" } },
  { pattern: /^5\.2\.1$/, verdict: { fact: "bounced", code: "mailbox_disabled" } },
  { pattern: /^5\.1\./, vague: true, verdict: { fact: "bounced", code: "address_rejected" } },
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

/** Subtypes by which the provider explains nothing. */
const UNEXPLAINED: ReadonlySet<string> = new Set(["", "general"]);

const SUPPRESSED: ReadonlySet<string> = new Set(["suppressed", "onaccountsuppressionlist"]);

type Meaning = Verdict & {
  enhanced: string | null;
  /** Our wording of what the receiving server said, where we understand it. */
  words: string | null;
};

/**
 * What a bounce means for the address: decided by the provider's suppression list, else by an enhanced code of
 * the receiving server that leaves no doubt, else by its words where a refusal for good is not explained, else by
 * any other code or the provider's own class. A bounce that none of them explains is not held against the address.
 */
export function classifyBounce(bounce: Bounce | null): Meaning {
  const type = bare(bounce?.type);
  const subType = bare(bounce?.subType);
  const enhanced = enhancedCode(bounce);
  const read = readWords(bounce?.diagnostics ?? []);
  const known = { enhanced, words: read?.words ?? null };
  if (SUPPRESSED.has(type) || SUPPRESSED.has(subType)) {
    return { fact: "blocked", code: "address_blocked", ...known };
  }
  const byCode = enhanced
    ? BY_CODE.find(({ pattern, permanent }) => pattern.test(enhanced) && (!permanent || type === "permanent"))
    : undefined;
  const byWords = type === "permanent" && UNEXPLAINED.has(subType) ? read?.verdict : undefined;
  const verdict =
    (byCode?.vague ? byWords : byCode?.verdict) ??
    byCode?.verdict ??
    byWords ??
    BY_TYPE[`${type}/${subType}`] ??
    BY_TYPE[subType];
  return { ...(verdict ?? { fact: "refused", code: "unclassified" }), ...known };
}

/** The first enhanced code in the receiving server's words, else in the provider's. */
function enhancedCode(bounce: Bounce | null): string | null {
  for (const text of [...(bounce?.diagnostics ?? []), bounce?.message ?? ""]) {
    const found = ENHANCED.exec(text.split(LAST_ANSWER).at(-1) ?? "") ?? ENHANCED.exec(text);
    if (found) return found[0];
  }
  return null;
}

function bare(word: string | undefined): string {
  return (word ?? "").toLowerCase().replace(/[^a-z]/g, "");
}
