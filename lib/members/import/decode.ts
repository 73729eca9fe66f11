import { isUtf8 } from "node:buffer";
import { type FileFault, MAX_FILE_BYTES } from "@/lib/members/import/file-faults";

export type Encoding = "UTF-8" | "UTF-16" | "Windows-1252";

export type DecodedFile = {
  encoding: Encoding;
  /** The text in parts of some thousand characters, from the beginning at each call. */
  parts(): Iterable<string>;
};

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** Bytes that are decoded at a time: a large file is never in memory as one text. */
const PART_BYTES = 64 * 1024;

/**
 * The text of an uploaded file. UTF-8 where it is valid, UTF-16 where it says so with a byte order
 * mark, else Windows-1252, which older programs write.
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
  if (isUtf8(bytes)) return { encoding: "UTF-8", parts: () => textOf(bytes, "utf-8") };
  return { encoding: "Windows-1252", parts: () => windows1252(bytes) };
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
}

function* textOf(bytes: Uint8Array, label: string): Generator<string> {
  const decoder = new TextDecoder(label);
  for (const slice of slices(bytes)) yield decoder.decode(slice, { stream: true });
  yield decoder.decode();
}

/** What stands at 0x80 to 0x9f, where Latin-1 has control characters; a blank where nothing does. */
const WINDOWS_LETTERS = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/* Some versions of Node decode Latin-1 when asked for Windows-1252, and lose dashes and quotes. */
function* windows1252(bytes: Uint8Array): Generator<string> {
  for (const slice of slices(bytes)) {
    yield Buffer.from(slice.buffer, slice.byteOffset, slice.length)
      .toString("latin1")
      .replace(/[\x80-\x9f]/g, (letter) => WINDOWS_LETTERS[letter.charCodeAt(0) - 0x80] ?? " ");
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** How much of a text is looked at for signs that it is none. */
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
