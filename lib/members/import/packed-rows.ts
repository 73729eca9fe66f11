import { deflateRawSync, inflateRawSync } from "node:zlib";
import { matchKey } from "@/lib/members/import/register";
import type { Card } from "@/lib/members/input";

/** A row of a file that may be written; `row` as in a spreadsheet, the first row being 1. */
export type ImportRow = { row: number; card: Card };

/** Rows that are unpacked at a time, unless more of them may match the same card. */
const BUNDLE_ROWS = 5_000;
/** Far more than there are bundles in the longest file, so that bundles are of about the same size. */
const SHELVES = 64;
/** Characters that a shelf collects as text before it compresses them. */
const PENDING = 16 * 1024;
/** The fastest level: it removes what rows have in common, and that is enough. */
const COMPRESSION = { level: 1 };

/** A hash bucket of rows: rows that may match the same card share a key, and so a shelf. */
type Shelf = { count: number; packed: Buffer[]; pending: string };

/**
 * The good rows of a file, compressed and outside the heap. They come out in bundles, and no row matches a
 * card that a row of another bundle creates or changes: each bundle can be planned and written by itself.
 */
export class PackedRows {
  private readonly shelves = Array.from(
    { length: SHELVES },
    (): Shelf => ({ count: 0, packed: [], pending: "" }),
  );

  /** @param hasNames false for a file of addresses alone. */
  constructor(private readonly hasNames: boolean) {}

  add(row: ImportRow): void {
    const shelf = this.shelves[hash(matchKey(row.card, this.hasNames)) % SHELVES];
    if (!shelf) throw new RangeError("there is no such shelf");
    shelf.count++;
    shelf.pending += `,${JSON.stringify(row)}`;
    if (shelf.pending.length < PENDING) return;
    shelf.packed.push(deflateRawSync(shelf.pending, COMPRESSION));
    shelf.pending = "";
  }

  /** All rows, from the beginning at each call; those of one key keep the order of the file. */
  *bundles(): Generator<ImportRow[]> {
    let bundle: ImportRow[] = [];
    for (const { count, packed, pending } of this.shelves) {
      if (bundle.length > 0 && bundle.length + count > BUNDLE_ROWS) {
        yield bundle;
        bundle = [];
      }
      for (const bytes of packed) bundle.push(...unpack(inflateRawSync(bytes).toString()));
      bundle.push(...unpack(pending));
    }
    if (bundle.length > 0) yield bundle;
  }
}

/** @param text rows as JSON, a comma before each. */
function unpack(text: string): ImportRow[] {
  return JSON.parse(`[${text.slice(1)}]`);
}

/** A hash that spreads keys evenly over the shelves. */
function hash(key: string): number {
  let sum = 0;
  for (let at = 0; at < key.length; at++) sum = (Math.imul(sum, 31) + key.charCodeAt(at)) >>> 0;
  return sum;
}
