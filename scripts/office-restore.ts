import { parseArgs } from "node:util";
import { closeDatabase } from "../lib/db/client";
import { NotFound } from "../lib/errors";
import { restoreOffice } from "../lib/offices/delete";
import { explain, useInstallation } from "./environment";

const USAGE = "Usage: npm run office:restore -- SLUG";

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [slug] = positionals;
  if (!slug || positionals.length !== 1) throw new Error(USAGE);
  useInstallation();
  await restoreOffice(slug);
  console.log(`restored ${slug}`);
} catch (error) {
  console.error(error instanceof NotFound ? "There is no deleted office with this slug." : explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
