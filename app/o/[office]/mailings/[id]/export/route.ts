import { getLocale, getTranslations } from "next-intl/server";
import { csvResponse } from "@/app/_edge/csv-response";
import { answerErrors } from "@/app/_edge/route";
import { requireOffice } from "@/lib/auth/require-office";
import { withOffice } from "@/lib/db/tenant";
import { Invalid } from "@/lib/errors";
import { formatDateTime } from "@/lib/i18n/format";
import { getMailing } from "@/lib/mailings/queries";
import { everyRecipient, recipientFilterSchema } from "@/lib/messages/queries";
import { reasonArguments } from "@/lib/messages/reason";

type Context = { params: Promise<{ office: string; id: string }> };

const COLUMNS = ["name", "address", "status", "reason", "last"] as const;

/** The recipients that the page shows, as a file for a spreadsheet program. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { office: slug, id } = await params;
  return answerErrors(async () => {
    const { office } = await requireOffice(slug, { program: "mailings", right: "read" });
    const filter = recipientFilterSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!filter.success) throw new Invalid("input");
    await withOffice(office.id, (tx) => getMailing(tx, office.id, id));
    const t = await getTranslations();
    const where = { language: await getLocale(), timeZone: office.timeZone };
    return csvResponse({
      name: t("results.exportName"),
      headings: COLUMNS.map((column) => t(`results.columns.${column}`)),
      pages: everyRecipient(office.id, id, filter.data),
      cells: ({ name, address, status, reason, statusAt }) => [
        name || t("results.erased"),
        address,
        t(`messageStatus.${status}`),
        reason ? t(`reason.${reason.code}`, reasonArguments(reason)) : "",
        formatDateTime(statusAt, where),
      ],
    });
  });
}
