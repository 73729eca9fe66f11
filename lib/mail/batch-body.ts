import { createHash } from "node:crypto";
import type { Piece } from "@/lib/mail/template";

/** The mails of one call, written once: what is hashed is what is posted, byte for byte. */
export type BatchBody = { bytes: Buffer<ArrayBuffer>; size: number };

/**
 * Writes mails as the body of one call.
 *
 * @param mails each as pieces of its JSON; best made as they are asked for, so that none waits for the others.
 */
export function batchBody(mails: Iterable<{ json: Piece[] }>): BatchBody {
  let room = takeRoom(usual);
  let at = room.write("[");
  let size = 0;
  for (const { json } of mails) {
    room = withRoom(room, at, mostBytes(json) + 2);
    if (size++ > 0) at += room.write(",", at);
    for (const piece of json) {
      if (typeof piece === "string") at += room.write(piece, at);
      else {
        room.set(piece, at);
        at += piece.length;
      }
    }
  }
  at += room.write("]", at);
  usual = room.length;
  return { bytes: room.subarray(0, at), size };
}

/** A unit of a string takes three bytes of UTF-8 at most. Strings are the small part. */
function mostBytes(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length * (typeof piece === "string" ? 3 : 1), 0);
}

/** The room, or a larger one with what has been written, where another `more` bytes do not fit. */
function withRoom(room: Buffer<ArrayBuffer>, written: number, more: number): Buffer<ArrayBuffer> {
  if (written + more <= room.length) return room;
  const larger = takeRoom(written + more + STEP);
  room.copy(larger, 0, 0, written);
  return larger;
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

/** Length of the last room: the next body will hardly need more. */
let usual = STEP;

function takeRoom(size: number): Buffer<ArrayBuffer> {
  const fits = spare.findIndex(({ length }) => length >= size);
  const [room] = fits < 0 ? [] : spare.splice(fits, 1);
  return room ?? Buffer.allocUnsafeSlow(Math.ceil(size / STEP) * STEP);
}

/** Gives the room of a body to the next one. Nobody may read the body after that; it is empty then. */
export function giveBack(body: BatchBody): void {
  spare.push(Buffer.from(body.bytes.buffer));
  if (spare.length > MOST_SPARE) spare.shift();
  body.bytes = body.bytes.subarray(0, 0);
}
