import { domainToASCII } from "node:url";
import { composed } from "@/lib/composed";

/** What can be wrong with an address; each has a sentence in the messages. */
export const ADDRESS_FAULTS = [
  "addressBlank",
  "addressNoAt",
  "addressSeveral",
  "addressSpace",
  "addressNoName",
  "addressNoDomain",
  "addressNoEnding",
  "addressForeignLetters",
  "addressCharacters",
  "addressDots",
  "addressTooLong",
] as const;

export type AddressFault = (typeof ADDRESS_FAULTS)[number];

export type ParsedAddress = { address: string } | { fault: AddressFault };

const MAX_LENGTH = 254;
const MAX_LOCAL = 64;
const MAX_DOMAIN = 253;

const LOCAL = /^[a-z0-9_'+.-]*[a-z0-9_+-]$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const ENDING = /^[a-z]{2,63}$/;

/**
 * Reads an e-mail address as a person typed or pasted it: lower case, without what stands around it, an
 * international domain in its ASCII form. Stricter than the standards and at least as strict as the
 * provider, so that what passes here is never refused there.
 */
export function parseAddress(text: string): ParsedAddress {
  const typed = withoutSurroundings(
    composed(text)
      .replace(/\p{Cf}/gu, "")
      .trim()
      .toLowerCase(),
  );
  if (typed === "") return { fault: "addressBlank" };
  const parts = typed.split("@");
  const [local = "", domain = ""] = parts;
  if (parts.length < 2) return { fault: "addressNoAt" };
  if (parts.length > 2) return { fault: "addressSeveral" };
  if (/\s/.test(typed)) return { fault: "addressSpace" };
  if (local === "") return { fault: "addressNoName" };
  if (domain === "") return { fault: "addressNoDomain" };
  const fault = localFault(local);
  if (fault) return { fault };
  return parseDomain(local, domain);
}

/**
 * Removes what mail programs and spreadsheets add: a name and angle brackets, `mailto:`, quotation marks, a
 * separating comma.
 */
function withoutSurroundings(typed: string): string {
  if (typed.length > MAX_LENGTH * 2) return typed;
  const [, inBrackets] = /^[^<>@]*<([^<>]*)>[\s,;]*$/.exec(typed) ?? [];
  return (inBrackets ?? typed)
    .replace(/^\s*mailto:/, "")
    .replace(/[\s,;]+$/, "")
    .replace(/^(["'])([^"']*)\1$/, "$2")
    .trim();
}

function localFault(local: string): AddressFault | undefined {
  if (local.length > MAX_LOCAL) return "addressTooLong";
  if (/[^ -~]/.test(local)) return "addressForeignLetters";
  if (local.startsWith(".") || local.endsWith(".") || local.includes("..")) return "addressDots";
  return LOCAL.test(local) ? undefined : "addressCharacters";
}

function parseDomain(local: string, typed: string): ParsedAddress {
  /* A dot first, last or doubled is a typing error; "addressDots" says so more clearly than
     "addressNoEnding" would. */
  if (typed.startsWith(".") || typed.endsWith(".") || typed.includes("..")) return { fault: "addressDots" };
  const international = /[^ -~]/.test(typed);
  /* Its ASCII form is no shorter, and computing that takes quadratic time. */
  if (typed.length > MAX_DOMAIN) return { fault: "addressTooLong" };
  /* `domainToASCII` would cut the name at these characters, or decode them. */
  if (international && /[/\\?#%]/.test(typed)) return { fault: "addressCharacters" };
  const domain = international ? domainToASCII(typed) : typed;
  const labels = domain.split(".");
  const ending = labels.at(-1) ?? "";
  if (domain.length > MAX_DOMAIN || labels.some((label) => label.length > 63)) {
    return { fault: "addressTooLong" };
  }
  if (labels.length < 2 && LABEL.test(domain)) return { fault: "addressNoEnding" };
  if (!labels.every((label) => LABEL.test(label))) return { fault: "addressCharacters" };
  if (!ENDING.test(ending)) return { fault: "addressNoEnding" };
  const address = `${local}@${domain}`;
  return address.length > MAX_LENGTH ? { fault: "addressTooLong" } : { address };
}
