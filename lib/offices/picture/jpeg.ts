import type { Clean } from "@/lib/offices/picture/clean";
import { onlyOrientation } from "@/lib/offices/picture/orientation";

/**
 * Walks a JPEG's segments and scans to its end. Data that cameras and telephones append after it is not part
 * of the picture.
 */
export function cleanJpeg(content: Buffer): Clean | null {
  if (content.length < 4 || content.readUInt16BE(0) !== 0xffd8) return null;
  const kept: Buffer[] = [content.subarray(0, 2)];
  let size: Omit<Clean, "content"> | null = null;
  for (let at = 2; at + 2 <= content.length; ) {
    if (content[at] !== 0xff) return null;
    const marker = content[at + 1] ?? 0;
    if (marker === 0xd9) {
      kept.push(content.subarray(at, at + 2));
      return size && { ...size, content: Buffer.concat(kept) };
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (at + (isFrame ? 9 : 4) > content.length) return null;
    if (isFrame) size = { height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) };
    const start = at;
    at += 2 + content.readUInt16BE(at + 2);
    if (marker === 0xda) at = endOfScan(content, at);
    kept.push(...shownOf(marker, content.subarray(start, at)));
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

/** Segments of applications without which the picture would look otherwise, by the bytes they begin with. */
const SHOWN: Record<number, string> = { 224: "JFIF\0", 226: "ICC_PROFILE\0", 238: "Adobe" };

/** Bytes of a JFIF segment without a thumbnail, which may show what was cut away from the picture. */
const BARE_JFIF = 18;

const EXIF = "Exif\0\0";

/** What is kept of a segment: of comments nothing, of EXIF data the orientation. */
function shownOf(marker: number, segment: Buffer): Buffer[] {
  if (marker === 0xfe) return [];
  if (marker < 0xe0 || marker > 0xef) return [segment];
  const begins = (name: string) => segment.toString("latin1", 4, 4 + name.length) === name;
  const shown = SHOWN[marker];
  if (shown && begins(shown)) return marker === 0xe0 && segment.length > BARE_JFIF ? [] : [segment];
  const exif = marker === 0xe1 && begins(EXIF) ? onlyOrientation(segment.subarray(4 + EXIF.length)) : null;
  return exif ? [Buffer.from([0xff, 0xe1, 0, 2 + EXIF.length + exif.length]), Buffer.from(EXIF), exif] : [];
}
