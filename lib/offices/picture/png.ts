import { crc32 } from "node:zlib";
import type { Clean } from "@/lib/offices/picture/clean";
import { onlyOrientation } from "@/lib/offices/picture/orientation";

const START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Chunks without which the picture would look otherwise: colours, transparency, animation. */
const SHOWN = ["IHDR", "PLTE", "IDAT", "IEND"].concat(
  ["tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs"],
  ["acTL", "fcTL", "fdAT"],
);

/** Walks a PNG from the signature over whole chunks to IEND, which must be its end. */
export function cleanPng(content: Buffer): Clean | null {
  if (!content.subarray(0, 8).equals(START)) return null;
  const kept: Buffer[] = [START];
  for (let at = 8; at + 12 <= content.length; ) {
    const length = content.readUInt32BE(at);
    const type = content.toString("latin1", at + 4, at + 8);
    const end = at + 12 + length;
    if (end > content.length) return null;
    if (at === 8 && (type !== "IHDR" || length !== 13)) return null;
    if (SHOWN.includes(type)) kept.push(content.subarray(at, end));
    if (type === "eXIf") kept.push(...exifChunk(onlyOrientation(content.subarray(at + 8, end - 4))));
    at = end;
    if (type !== "IEND") continue;
    if (at !== content.length) return null;
    const [width, height] = [content.readUInt32BE(16), content.readUInt32BE(20)];
    return { width, height, content: Buffer.concat(kept) };
  }
  return null;
}

function exifChunk(exif: Buffer | null): Buffer[] {
  if (!exif) return [];
  const typed = Buffer.concat([Buffer.from("eXIf"), exif]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(exif.length);
  sum.writeUInt32BE(crc32(typed));
  return [length, typed, sum];
}
