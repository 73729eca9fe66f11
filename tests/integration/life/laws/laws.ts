import type { Life } from "@/tests/integration/life/life";

/** What is to hold at any time, whatever happens. Each says what does not hold. */
export type Laws = Record<string, (life: Life) => Promise<string[]>>;

/** Rows that should not be there. */
export const faulty = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row));
