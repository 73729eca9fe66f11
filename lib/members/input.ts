import { z } from "zod";
import { parseAddress } from "@/lib/addresses/parse";
import { composed } from "@/lib/composed";
import { LANGUAGES, type Language } from "@/lib/i18n/language";
import type { FaultCode } from "@/lib/members/faults";

/** The longest that a field may be, in characters. */
export const MAX_LENGTHS = {
  firstName: 100,
  lastName: 100,
  organisation: 200,
  street: 200,
  postalCode: 20,
  city: 100,
  country: 100,
  email: 254,
  phone: 50,
  language: 20,
  notes: 10_000,
} as const;

/** The fields of a card that a person fills in, in the order of the form. */
export const CARD_FIELDS = Object.keys(MAX_LENGTHS) as CardField[];

export type CardField = keyof typeof MAX_LENGTHS;

/** A card as a colleague types it, or as a row of a file has it. */
export type CardInput = Partial<Record<CardField, string>>;

/** A long number as a spreadsheet shows it, "3,58E+11": the digits are lost. */
const ROUNDED = /^\d([.,]\d+)?e\+\d+$/i;

/** A card that may be written: cleaned, within its lengths, with a valid address or none. */
export type Card = z.output<typeof cardSchema>;

/** The one schema of a card: for the form, the import and the actions. */
export const cardSchema = z
  .object({
    firstName: line("firstName"),
    lastName: line("lastName"),
    organisation: line("organisation"),
    street: line("street"),
    postalCode: line("postalCode"),
    city: line("city"),
    country: line("country"),
    email: z.string().default("").transform(address),
    phone: line("phone").refine((text) => !ROUNDED.test(text), {
      params: { code: "roundedNumber" satisfies FaultCode },
    }),
    language: z.string().default("").transform(language),
    notes: z.string().default("").transform(paragraphs).pipe(limited("notes")),
  })
  .refine((card) => card.firstName || card.lastName || card.organisation || card.email, {
    path: ["lastName"],
    params: { code: "nameless" satisfies FaultCode },
  });

/** True if the card has enough to be a member and not only a contact (domain, "The register"). */
export function isMember(card: Pick<Card, "firstName" | "lastName" | "street" | "city">): boolean {
  return Boolean(card.firstName && card.lastName && (card.street || card.city));
}

/**
 * One line of text: control characters (which could break a mail's header) and runs of blanks
 * become one blank, letters are composed (NFC).
 */
export function cleanLine(text: string): string {
  return composed(text)
    .replace(
      /[\s\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu,
      " ",
    )
    .trim();
}

function paragraphs(text: string): string {
  return composed(text)
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .trim();
}

function line(field: CardField) {
  return z.string().default("").transform(cleanLine).pipe(limited(field));
}

function limited(field: CardField) {
  const max = MAX_LENGTHS[field];
  return z
    .string()
    .refine((text) => text.length <= max, { params: { code: "tooLong" satisfies FaultCode, max } });
}

/** Null where there is none. */
function address(text: string, ctx: z.RefinementCtx<string>): string | null {
  if (text.trim() === "") return null;
  const parsed = parseAddress(text);
  if ("address" in parsed) return parsed.address;
  if (parsed.fault === "addressBlank") return null;
  ctx.addIssue({ code: "custom", params: { code: parsed.fault, address: beginning(text, 80) } });
  return z.NEVER;
}

const LANGUAGE_NAMES: Record<Language, readonly string[]> = {
  sv: ["sv", "swe", "se", "s", "svenska", "swedish", "ruotsi"],
  fi: ["fi", "fin", "f", "finska", "finnish", "suomi"],
  en: ["en", "eng", "e", "gb", "engelska", "english", "englanti"],
};

/** Undefined where the language is empty: a new card then gets the office's language. */
function language(text: string, ctx: z.RefinementCtx<string>): Language | undefined {
  const name = cleanLine(text).toLowerCase();
  if (name === "") return undefined;
  const [start = ""] = name.split(/[-_]/);
  const found = LANGUAGES.find((code) => LANGUAGE_NAMES[code].includes(start));
  if (found) return found;
  ctx.addIssue({
    code: "custom",
    params: { code: "language" satisfies FaultCode, language: beginning(name, 30) },
  });
  return z.NEVER;
}

/** The beginning of a text, to be quoted. The cut may halve a character, which the database would refuse. */
export function beginning(text: string, length: number): string {
  return cleanLine(cleanLine(text).slice(0, length));
}
