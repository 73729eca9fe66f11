import { type FileFault, MAX_FILE_BYTES } from "@/lib/members/import/file-faults";

export type Encoding = "UTF-8" | "UTF-16" | "Windows-1252";

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * The text of an uploaded file. UTF-8 where it is valid, UTF-16 where it says so with a byte order
 * mark, else Windows-1252, which older programs write.
 */
export function decodeFile(
  bytes: Uint8Array,
): { text: string; encoding: Encoding } | { fileFault: FileFault } {
  if (bytes.length === 0) return { fileFault: "empty" };
  if (bytes.length > MAX_FILE_BYTES) return { fileFault: "tooLarge" };
  if (startsWith(bytes, ZIP) || startsWith(bytes, OLE)) return { fileFault: "spreadsheet" };
  const decoded = decode(bytes);
  if (looksBinary(decoded.text)) return { fileFault: "binary" };
  return decoded.text.trim() === "" ? { fileFault: "empty" } : decoded;
}

function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (startsWith(bytes, [0xff, 0xfe])) return { text: textOf(bytes, "utf-16le"), encoding: "UTF-16" };
  if (startsWith(bytes, [0xfe, 0xff])) return { text: textOf(bytes, "utf-16be"), encoding: "UTF-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: windows1252(bytes), encoding: "Windows-1252" };
  }
}

function textOf(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label).decode(bytes);
}

/** What stands at 0x80 to 0x9f, where Latin-1 has control characters; a blank where nothing does. */
const WINDOWS_LETTERS = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/* Some versions of Node decode Latin-1 when asked for Windows-1252, and lose dashes and quotes. */
function windows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1")
    .replace(/[\x80-\x9f]/g, (letter) => WINDOWS_LETTERS[letter.charCodeAt(0) - 0x80] ?? " ");
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Control characters other than tab and line ends do not occur in lists of people. */
function looksBinary(text: string): boolean {
  const start = text.slice(0, 100_000);
  const odd = start.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]/g)?.length ?? 0;
  return text.includes("\0") || odd > 5 + start.length / 1000;
}
