import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importFaults } from "./check/boundaries";
import { clientFaults } from "./check/client";

/* Folders that are not ours: packages, build output, and other generated folders. */
const OTHERS = /^(\..*|node_modules|coverage|test-results)$/;

const files = sources(".").map((path) => ({ path, source: readFileSync(path, "utf8") }));
const faults = [...files.flatMap(importFaults), ...clientFaults(files)];
for (const fault of faults) console.error(fault);
console.log(`Checked who imports whom in ${files.length} files: ${faults.length} faults.`);
process.exitCode = faults.length > 0 ? 1 : 0;

/** Read from the file system, because git may not be available. */
function sources(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !OTHERS.test(name));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(path) ? [path] : [];
  });
}
