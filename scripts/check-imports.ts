import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { importFaults } from "./check/boundaries";

const listed = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.tsx"],
  {
    encoding: "utf8",
  },
);
const files = listed.split("\n").filter(Boolean);
const faults = files.flatMap((path) => {
  try {
    return importFaults({ path, source: readFileSync(path, "utf8") });
  } catch {
    return []; // deleted, but not yet in a commit
  }
});
for (const fault of faults) console.error(fault);
console.log(`Checked who imports whom in ${files.length} files: ${faults.length} faults.`);
process.exitCode = faults.length > 0 ? 1 : 0;
