import { cleanJpeg } from "@/lib/offices/picture/jpeg";
import { cleanPng } from "@/lib/offices/picture/png";

/** Largest file that is taken for a logo, in bytes. */
export const MAX_LOGO_BYTES = 300 * 1024;

/** Longest side, in pixels. */
const MAX_SIDE = 4_000;

export type PictureFault = "missing" | "tooLarge" | "notPicture" | "tooManyPixels";

export type Picture = { type: "image/png" | "image/jpeg"; content: Buffer };

/**
 * Recognises a picture by its content alone, ignoring its name and the type that the browser gives, and
 * leaves out what does not belong to the picture: a photograph may say where somebody lives.
 */
export function readPicture(content: Buffer): Picture | PictureFault {
  if (content.length === 0) return "missing";
  if (content.length > MAX_LOGO_BYTES) return "tooLarge";
  const png = cleanPng(content);
  const clean = png ?? cleanJpeg(content);
  if (!clean || clean.width === 0 || clean.height === 0) return "notPicture";
  if (Math.max(clean.width, clean.height) > MAX_SIDE) return "tooManyPixels";
  return { type: png ? "image/png" : "image/jpeg", content: clean.content };
}
