import type { Life } from "@/tests/integration/life/life";

/** Invariants. Each returns what violates it. */
export type Laws = Record<string, (life: Life) => Promise<string[]>>;

/** Rows that should not be there. */
export const faulty = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row));
