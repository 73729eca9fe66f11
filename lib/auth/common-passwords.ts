import { dictionary } from "@zxcvbn-ts/language-common";
import words from "@/lib/auth/common-words.json";
import { composed } from "@/lib/composed";

/** Rows of keyboards, and the alphabet: runs of neighbours in these are guessed early. */
const ROWS = [
  "qwertyuiopåäö",
  "asdfghjklöä",
  "zxcvbnm",
  "abcdefghijklmnopqrstuvwxyzåäö",
  "1qaz2wsx3edc4rfv5tgb6yhn",
];

/** A shorter part of a name or address occurs in words by chance. */
const PERSONAL_LENGTH = 4;

const LEET: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

let known: Set<string> | undefined;

/** The forty-nine thousand passwords that leaks show most, and what people here use besides. */
function common(): Set<string> {
  known ??= new Set([
    ...dictionary["passwords-common"],
    ...[words.sv, words.fi, words.names].flatMap((list) => list.split(" ")),
  ]);
  return known;
}

/**
 * Whether a guesser would try the password early: a common password or word, also with digits or signs
 * around it, with digits in place of letters, or repeated; or a run along the keyboard.
 */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  return [plain, unleet(plain)].some((text) => isGuessed(text) || isGuessed(once(text)));
}

/**
 * Whether the password is no more than a part of its owner's name or address, with digits or signs around it.
 *
 * @param own name, address, association.
 */
export function isPersonalPassword(password: string, own: readonly string[]): boolean {
  const core = coreOf(password.normalize("NFKC").toLowerCase().replace(/\s+/g, ""));
  const parts = own.flatMap((text) => {
    const lower = composed(text).normalize("NFKC").toLowerCase();
    return [lower, lower.replace(/[\s@._-]+/g, ""), ...lower.split(/[\s@._-]+/)];
  });
  return parts.some((part) => part.length >= PERSONAL_LENGTH && [part, coreOf(part)].includes(core));
}

function isGuessed(text: string): boolean {
  const core = coreOf(text);
  return common().has(text) || common().has(core) || core.length <= 3 || isRun(core);
}

/** The text without the digits and signs at both ends. */
function coreOf(text: string): string {
  return text.replace(/^[^\p{L}]+|(?<=\p{L})[^\p{L}]+$/gu, "");
}

/** `hejhejhej` is `hej`. */
function once(text: string): string {
  return /^(.+?)\1+$/u.exec(text)?.[1] ?? text;
}

function unleet(text: string): string {
  return text.replace(/[01345@$7]/g, (sign) => LEET[sign] ?? sign);
}

/** `qwertyuiop`, `lkjhgfdsa`, `abcdefghij`. */
function isRun(text: string): boolean {
  const backwards = Array.from(text).toReversed().join("");
  return text.length > 3 && ROWS.some((row) => row.includes(text) || row.includes(backwards));
}
