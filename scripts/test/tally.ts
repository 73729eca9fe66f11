import { readFileSync } from "node:fs";
import { z } from "zod";

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

export type Tally = { passed: number; failed: number };

/** Counts of Vitest's JSON report; a file that could not even be loaded counts as one failure. */
export function tally(json: unknown): Tally {
  const { numPassedTests, numFailedTests, testResults } = report.parse(json);
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** No report at all is one failure. */
export function readTally(file: string): Tally {
  try {
    return tally(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 1 };
  }
}
