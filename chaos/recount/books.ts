import type postgres from "postgres";

/** Both sides of the accounts, over connections that see everything. */
export type Books = {
  /** Our own database. */
  own: postgres.Sql;
  /** The database of the mail provider's stand-in. */
  provider: postgres.Sql;
};

/** At most ten of many, so that a table of faults can be read. */
export function some(faults: string[], what: string): string[] {
  if (faults.length <= 10) return faults;
  return [...faults.slice(0, 10), `and ${faults.length - 10} more: ${what}`];
}
