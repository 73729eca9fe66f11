import { getLocale, getTranslations } from "next-intl/server";
import { csvResponse } from "@/app/_edge/csv-response";
import { answerErrors } from "@/app/_edge/route";
import { requireOffice } from "@/lib/auth/require-office";
import { formatDateTime } from "@/lib/i18n/format";
import { everyEntry } from "@/lib/log-book/queries";
import { filterOf } from "../view";
import { actorText, actText, objectText } from "../words";

type Context = { params: Promise<{ office: string }> };

const COLUMNS = ["at", "who", "what", "object"] as const;

/** The log as the page narrows it, as a file for a spreadsheet program. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { office: slug } = await params;
  return answerErrors(async () => {
    const { office } = await requireOffice(slug, { administrator: true });
    const filter = filterOf(Object.fromEntries(new URL(request.url).searchParams));
    const t = await getTranslations();
    const where = { language: await getLocale(), timeZone: office.timeZone };
    return csvResponse({
      name: t("log.exportName"),
      headings: COLUMNS.map((column) => t(`log.columns.${column}`)),
      pages: everyEntry(office, filter),
      cells: (entry) => [
        formatDateTime(entry.at, where),
        actorText(t, entry),
        actText(t, entry, where),
        objectText(t, entry),
      ],
    });
  });
}
