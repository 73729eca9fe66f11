/** Largest file that is taken for a logo, in bytes. */
export const MAX_LOGO_BYTES = 300 * 1024;

/** Longest side, in pixels. */
const MAX_SIDE = 4_000;

export type PictureFault = "missing" | "tooLarge" | "notPicture" | "tooManyPixels";

export type Picture = { type: "image/png" | "image/jpeg"; content: Buffer };

/** Recognises a picture by its content alone, ignoring its name and the type that the browser gives. */
export function readPicture(content: Buffer): Picture | PictureFault {
  if (content.length === 0) return "missing";
  if (content.length > MAX_LOGO_BYTES) return "tooLarge";
  const png = pngSize(content);
  const size = png ?? jpegSize(content);
  if (!size || size.width === 0 || size.height === 0) return "notPicture";
  if (Math.max(size.width, size.height) > MAX_SIDE) return "tooManyPixels";
  return { type: png ? "image/png" : "image/jpeg", content: content.subarray(0, size.end) };
}

/** Size in pixels, and where the picture ends in the file. */
type Size = { width: number; height: number; end: number };

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Walks a PNG from the signature over whole chunks to IEND, which must be its end. */
function pngSize(content: Buffer): Size | null {
  if (!content.subarray(0, 8).equals(PNG_START)) return null;
  let size: Size | null = null;
  for (let at = 8; at + 12 <= content.length; ) {
    const length = content.readUInt32BE(at);
    const type = content.toString("latin1", at + 4, at + 8);
    if (at + 12 + length > content.length) return null;
    if (at === 8) {
      if (type !== "IHDR" || length !== 13) return null;
      size = {
        width: content.readUInt32BE(at + 8),
        height: content.readUInt32BE(at + 12),
        end: content.length,
      };
    }
    at += 12 + length;
    if (type === "IEND") return at === content.length ? size : null;
  }
  return null;
}

/**
 * Walks a JPEG's segments and scans to its end. Data that cameras and telephones append after it is not part
 * of the picture.
 */
function jpegSize(content: Buffer): Size | null {
  if (content.length < 4 || content.readUInt16BE(0) !== 0xffd8) return null;
  let size: Omit<Size, "end"> | null = null;
  for (let at = 2; at + 2 <= content.length; ) {
    if (content[at] !== 0xff) return null;
    const marker = content[at + 1] ?? 0;
    if (marker === 0xd9) return size && { ...size, end: at + 2 };
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (at + (isFrame ? 9 : 4) > content.length) return null;
    if (isFrame) size = { height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) };
    at += 2 + content.readUInt16BE(at + 2);
    if (marker === 0xda) at = endOfScan(content, at);
  }
  return null;
}

/** Finds the next marker; restart markers and stuffed bytes belong to the scan. */
function endOfScan(content: Buffer, start: number): number {
  let at = content.indexOf(0xff, start);
  const goesOn = (next: number) => next === 0x00 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
  while (at >= 0 && goesOn(content[at + 1] ?? 0)) at = content.indexOf(0xff, at + 1);
  return at >= 0 ? at : content.length;
}
