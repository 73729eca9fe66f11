import { createHash } from "node:crypto";
import type { Piece } from "@/lib/mail/template";

/** The mails of one call, written once: what is hashed is what is posted, byte for byte. */
export type BatchBody = { bytes: Buffer<ArrayBuffer>; size: number };

/**
 * Writes mails as the body of one call.
 *
 * @param mails each as pieces of its JSON.
 */
export function batchBody(mails: readonly { json: Piece[] }[]): BatchBody {
  const bytes = takeRoom(mails.reduce((sum, { json }) => sum + 1 + mostBytes(json), 2));
  let at = bytes.write("[");
  for (const [place, { json }] of mails.entries()) {
    if (place > 0) at += bytes.write(",", at);
    for (const piece of json) {
      if (typeof piece === "string") at += bytes.write(piece, at);
      else {
        bytes.set(piece, at);
        at += piece.length;
      }
    }
  }
  at += bytes.write("]", at);
  return { bytes: bytes.subarray(0, at), size: mails.length };
}

/** A unit of a string takes three bytes of UTF-8 at most. Strings are the small part. */
function mostBytes(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length * (typeof piece === "string" ? 3 : 1), 0);
}

/** SHA-256 of exactly the JSON that `sendBatch` posts. */
export function bodyHash({ bytes }: BatchBody): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/**
 * The room of bodies that are over with. A body is a megabyte that lives too long to be swept up with
 * what is garbage at once: with new room for each, all of the heap was searched for it every second of
 * a large mailing.
 */
const spare: Buffer<ArrayBuffer>[] = [];

/** About half of what four jobs of an office have written ahead: the rest is being called. */
const MOST_SPARE = 10;

/** Bodies of a mailing differ by a few names: one finds room where another was. */
const STEP = 256 * 1024;

function takeRoom(size: number): Buffer<ArrayBuffer> {
  const fits = spare.findIndex(({ length }) => length >= size);
  const [room] = fits < 0 ? [] : spare.splice(fits, 1);
  return room ?? Buffer.allocUnsafeSlow(Math.ceil(size / STEP) * STEP);
}

/**
 * Gives the room of a body to the next one. Nobody may read the body after that; it is empty then. A call that
 * is still under way sends a copy of its own (Fetch Standard, "extract a body").
 */
export function giveBack(body: BatchBody): void {
  spare.push(Buffer.from(body.bytes.buffer));
  if (spare.length > MOST_SPARE) spare.shift();
  body.bytes = body.bytes.subarray(0, 0);
}
