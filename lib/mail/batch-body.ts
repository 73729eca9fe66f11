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

/** An upper bound: each UTF-16 unit takes at most three bytes of UTF-8. */
function mostBytes(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length * (typeof piece === "string" ? 3 : 1), 0);
}

/** The buffer, or a larger copy of it if another `more` bytes do not fit. */
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
 * Buffers of finished bodies, for reuse. A body is a megabyte that lives too long to be collected cheaply:
 * with a new buffer for each, a large mailing caused a full garbage collection every second.
 */
const spare: Buffer<ArrayBuffer>[] = [];

/** About half of the bodies that four jobs of an office prepare in advance; the rest are being sent. */
const MOST_SPARE = 10;

/** Buffer sizes are multiples of this, so that bodies of about the same length can reuse each other's. */
const STEP = 256 * 1024;

/** Size of the last buffer: the next body will hardly need more. */
let usual = STEP;

function takeRoom(size: number): Buffer<ArrayBuffer> {
  const fits = spare.findIndex(({ length }) => length >= size);
  const [room] = fits < 0 ? [] : spare.splice(fits, 1);
  return room ?? Buffer.allocUnsafeSlow(Math.ceil(size / STEP) * STEP);
}

/** Releases the buffer of a body for reuse. The body is empty afterwards and must not be read. */
export function giveBack(body: BatchBody): void {
  spare.push(Buffer.from(body.bytes.buffer));
  if (spare.length > MOST_SPARE) spare.shift();
  body.bytes = body.bytes.subarray(0, 0);
}
