import { setImmediate } from "node:timers/promises";
import { getLocale, getTranslations } from "next-intl/server";
import { csvResponse } from "@/app/_edge/csv-response";
import { answerErrors } from "@/app/_edge/route";
import { requireOffice } from "@/lib/auth/require-office";
import { withOffice } from "@/lib/db/tenant";
import { NotFound } from "@/lib/errors";
import { faultTexts } from "@/lib/members/fault-texts";
import type { RowFault } from "@/lib/members/import/read";
import { type ImportResult, previewImport } from "@/lib/members/import/run";
import { getUpload, readUpload } from "@/lib/members/imports";
import { CARD_FIELDS } from "@/lib/members/input";

type Context = { params: Promise<{ office: string; importId: string }> };

/** The faults of an import as a file for a spreadsheet, before and after it was run. */
export function GET(_: Request, { params }: Context): Promise<Response> {
  return answerErrors(async () => {
    const { office: slug, importId } = await params;
    const { office } = await requireOffice(slug, { program: "register", right: "write" });
    const upload = await withOffice(office.id, (tx) => getUpload(tx, office.id, importId));
    const file = upload.result ? null : await readUpload(office.id, upload.id);
    const result: Pick<ImportResult, "faults"> | null =
      file === null ? upload.result : await withOffice(office.id, (tx) => previewImport(tx, office.id, file));
    if (!result) throw new NotFound();
    const t = await getTranslations();
    const text = faultTexts(await getLocale());
    const whose = file ? [t("members.columns.name")] : [];
    return csvResponse({
      name: t("import.downloadName"),
      headings: [t("import.row"), ...whose, t("import.field"), t("import.fault")],
      pages: portions(result.faults),
      cells: (fault) => [
        String(fault.row),
        ...(file ? [fault.name ?? ""] : []),
        t(`members.fields.${CARD_FIELDS.find((field) => field === fault.field) ?? "row"}`),
        text(fault),
      ],
    });
  });
}

/** So many at a time are put into words: of some hundred thousand, as a file may have, everybody else would wait. */
const PORTION = 500;

async function* portions(faults: readonly RowFault[]): AsyncGenerator<RowFault[]> {
  for (let at = 0; at < faults.length; at += PORTION) {
    yield faults.slice(at, at + PORTION);
    await setImmediate();
  }
}
