import { isUtf8 } from "node:buffer";
import { type FileFault, MAX_FILE_BYTES } from "@/lib/members/import/file-faults";

export type Encoding = "UTF-8" | "UTF-16" | OldEncoding;

type OldEncoding = keyof typeof LETTERS;

export type DecodedFile = {
  encoding: Encoding;
  /** The text in parts of some thousand characters, from the beginning at each call. */
  parts(): Iterable<string>;
};

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** Bytes decoded at a time, so that a large file is never in memory as one text. */
const PART_BYTES = 64 * 1024;

/**
 * The text of an uploaded file: UTF-8 if it is valid; UTF-16 if it has a byte order mark; else the encoding
 * that gives the most letters of our languages, out of Windows-1252 and those of spreadsheets on a Mac and of
 * "CSV (MS-DOS)".
 */
export function decodeFile(bytes: Uint8Array): DecodedFile | { fileFault: FileFault } {
  if (bytes.length === 0) return { fileFault: "empty" };
  if (bytes.length > MAX_FILE_BYTES) return { fileFault: "tooLarge" };
  if (startsWith(bytes, ZIP) || startsWith(bytes, OLE)) return { fileFault: "spreadsheet" };
  const decoded = decode(bytes);
  const fileFault = faultOf(decoded.parts());
  return fileFault ? { fileFault } : decoded;
}

function decode(bytes: Uint8Array): DecodedFile {
  if (startsWith(bytes, [0xff, 0xfe])) return { encoding: "UTF-16", parts: () => textOf(bytes, "utf-16le") };
  if (startsWith(bytes, [0xfe, 0xff])) return { encoding: "UTF-16", parts: () => textOf(bytes, "utf-16be") };
  if (isUtf8(bytes)) return { encoding: "UTF-8", parts: () => utf8Text(bytes) };
  const old = likeliest(bytes.subarray(0, START));
  return { encoding: old.encoding, parts: () => oldText(bytes, old) };
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
}

function* textOf(bytes: Uint8Array, label: string): Generator<string> {
  const decoder = new TextDecoder(label);
  for (const slice of slices(bytes)) yield decoder.decode(slice, { stream: true });
  yield decoder.decode();
}

/** Our letters in UTF-8 that a program has read as Windows-1252 or Latin-1 and written as UTF-8 again. */
const WRITTEN_TWICE = /Ã[¤¥¶©¼„…–‰œ\x84\x85\x96\x89\x9c]/g;
const MEANT = {
  "¤": "ä",
  "¥": "å",
  "¶": "ö",
  "©": "é",
  "¼": "ü",
  "„": "Ä",
  "…": "Å",
  "–": "Ö",
  "‰": "É",
  œ: "Ü",
};

function* utf8Text(bytes: Uint8Array): Generator<string> {
  for (const part of uncut(bytes)) {
    yield new TextDecoder().decode(part).replace(WRITTEN_TWICE, meant);
  }
}

function meant(twice: string): string {
  const [written = ""] = fromWindows(twice.slice(1));
  return MEANT[written as keyof typeof MEANT];
}

/** The characters from 0x80 on; a blank for an unused byte. Windows-1252 continues as Latin-1 does. */
const LETTERS = {
  "Windows-1252": "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ",
  "Mac OS Roman":
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
  "MS-DOS":
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´ ±‗¾¶§÷¸°¨·¹³²■ ",
};

/** How an old encoding is read from bytes given as Latin-1: which characters to replace, and by what. */
type Old = { encoding: Encoding; bytes: RegExp; letter: (bytes: string) => string };

function letterOf(encoding: OldEncoding): Old["letter"] {
  const letters = LETTERS[encoding];
  return (byte) => letters[byte.charCodeAt(0) - 0x80] ?? byte;
}

const fromWindows = letterOf("Windows-1252");

const OLD: Old[] = [
  { encoding: "Windows-1252", bytes: /[\x80-\x9f]/g, letter: fromWindows },
  { encoding: "Mac OS Roman", bytes: /[\x80-\xff]/g, letter: letterOf("Mac OS Roman") },
  { encoding: "MS-DOS", bytes: /[\x80-\xff]/g, letter: letterOf("MS-DOS") },
  /* UTF-8 with some Windows-1252 in between, as in a list put together from several. */
  {
    encoding: "UTF-8",
    bytes: /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\x9f]/g,
    letter: (bytes) =>
      bytes.length > 1 ? Buffer.from(bytes, "latin1").toString("utf8") : fromWindows(bytes),
  },
];

/**
 * Letters in places where Swedish and Finnish words have them, and in places where they never do: a wrong
 * decoding produces the latter.
 */
const OURS = /(?<=\p{L})[åäöé]|[åäöé](?=\p{L})|(?<!\p{Ll})[ÅÄÖÉŠŽ](?=\p{L})/gu;
const FOREIGN = /(?<=\p{Ll})[ÅÄÖÉŠŽ]|(?<=\p{L})(?![a-zA-ZåäöéÅÄÖÉüÜšŠžŽ])\p{L}/gu;

/** The encoding whose text looks most like our languages. */
function likeliest(start: Uint8Array): Old {
  const scored = OLD.map((old) => {
    const text = [...oldText(start, old)].join("");
    const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
    return { old, score: count(OURS) - count(FOREIGN) };
  });
  return scored.reduce((best, other) => (other.score > best.score ? other : best)).old;
}

/* Some versions of Node decode Latin-1 when asked for Windows-1252, and lose dashes and quotes. */
function* oldText(bytes: Uint8Array, old: Old): Generator<string> {
  for (const { buffer, byteOffset, length } of uncut(bytes)) {
    yield Buffer.from(buffer, byteOffset, length).toString("latin1").replace(old.bytes, old.letter);
  }
}

/**
 * How many bytes beyond the end of a part the next ASCII character is looked for: no list of people goes longer
 * without a blank. A file without any would be one single part, and everybody else would wait for it.
 */
const LONGEST_WORD = 4 * 1024;

/** Parts that do not cut a multi-byte character. */
function* uncut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    let end = at + PART_BYTES;
    const furthest = end + LONGEST_WORD;
    while (end < furthest && (bytes[end] ?? 0) >= 0x80) end++;
    /* At the first byte of a letter all the same. */
    while (end < furthest + 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end++;
    yield bytes.subarray(at, end);
    at = end;
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Characters examined for signs that the file is not text. */
const START = 100_000;

/** Control characters other than tab and line ends do not occur in lists of people. */
function faultOf(parts: Iterable<string>): FileFault | null {
  let start = "";
  let blank = true;
  for (const part of parts) {
    if (part.includes("\0")) return "binary";
    if (start.length < START) start = (start + part).slice(0, START);
    blank &&= part.trim() === "";
  }
  const odd = start.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]/g)?.length ?? 0;
  if (odd > 5 + start.length / 1000) return "binary";
  return blank ? "empty" : null;
}
