import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { closeDatabase } from "../lib/db/client";
import { asAuth, withOffice } from "../lib/db/tenant";
import { LANGUAGES, type Language } from "../lib/i18n/language";
import { faultTexts, fileFaultText } from "../lib/members/fault-texts";
import { readImportFile } from "../lib/members/import/read";
import { type ImportResult, runImport } from "../lib/members/import/run";
import { officeBySlug } from "../lib/offices/find";
import { readCommandLine } from "./command-line";
import { useInstallation } from "./environment";
import { explainToOperator } from "./explain";

const USAGE = "Usage: npm run members:import -- --office SLUG [--language sv|fi|en] FILE";

const argumentsSchema = z.object({
  office: z.string().min(1),
  language: z.enum(LANGUAGES),
  file: z.string().min(1),
});

try {
  const options = { office: { type: "string" }, language: { type: "string", default: "sv" } } as const;
  const { values, positionals } = readCommandLine({ allowPositionals: true, options }, USAGE);
  const parsed = argumentsSchema.safeParse({ ...values, file: positionals[0] });
  if (!parsed.success || positionals.length !== 1) throw new Error(USAGE);
  useInstallation();
  const result = await importFile(parsed.data);
  console.log(JSON.stringify(printable(result, parsed.data.language), null, 2));
} catch (error) {
  console.error(explainToOperator(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}

async function importFile({
  office: slug,
  file: path,
  language,
}: z.output<typeof argumentsSchema>): Promise<ImportResult> {
  const office = await asAuth((tx) => officeBySlug(tx, slug));
  if (!office) throw new Error(`There is no office "${slug}".`);
  const file = await readImportFile(await readFile(fromCaller(path)));
  if ("fileFault" in file) throw new Error(fileFaultText(language)(file.fileFault));
  return withOffice(office.id, (tx) => runImport(tx, office.id, { kind: "operator" }, file, office.language));
}

/** npm runs us in the checkout's root, whatever folder the file was named in. */
function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? "", path);
}

function printable({ faults, ...counts }: ImportResult, language: Language) {
  const text = faultTexts(language);
  const errors = faults.map((fault) => ({ row: fault.row, field: fault.field, message: text(fault) }));
  return { ...counts, errors };
}
