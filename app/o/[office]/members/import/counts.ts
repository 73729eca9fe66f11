import type { ImportResult } from "@/lib/members/import/run";

/** Rows with a fault; a row may have several. */
export function faultyRows({ faults }: ImportResult): number {
  return new Set(faults.map((fault) => fault.row)).size;
}
