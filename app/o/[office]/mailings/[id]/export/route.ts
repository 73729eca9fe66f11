import { getLocale, getTranslations } from "next-intl/server";
import { answerErrors } from "@/app/_edge/route";
import { requireOffice } from "@/lib/auth/require-office";
import { withOffice } from "@/lib/db/tenant";
import { Invalid } from "@/lib/errors";
import { formatDateTime } from "@/lib/i18n/format";
import { getMailing } from "@/lib/mailings/queries";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/messages/csv";
import { everyRecipient, type Recipient, recipientFilterSchema } from "@/lib/messages/queries";
import { reasonArguments } from "@/lib/messages/reason";

type Context = { params: Promise<{ office: string; id: string }> };

/** The recipients that the page shows, as a file for a spreadsheet program. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { office: slug, id } = await params;
  return answerErrors(async () => {
    const { office } = await requireOffice(slug, { program: "mailings", right: "read" });
    const filter = recipientFilterSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!filter.success) throw new Invalid("input");
    await withOffice(office.id, (tx) => getMailing(tx, office.id, id));
    const write = await lineWriter(office.timeZone);
    const t = await getTranslations("results");
    return new Response(linesOf(everyRecipient(office.id, id, filter.data), write), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${t("exportName")}.csv"`,
        "cache-control": "no-store",
      },
    });
  });
}

type Writer = { heading: string; line: (recipient: Recipient) => string };

async function lineWriter(timeZone: string): Promise<Writer> {
  const t = await getTranslations();
  const language = await getLocale();
  const columns = ["name", "address", "status", "reason", "last"] as const;
  return {
    heading: csvLine(columns.map((column) => t(`results.columns.${column}`))),
    line: ({ name, address, status, reason, statusAt }) =>
      csvLine([
        name,
        address,
        t(`messageStatus.${status}`),
        reason ? t(`reason.${reason.code}`, reasonArguments(reason)) : "",
        formatDateTime(statusAt, { language, timeZone }),
      ]),
  };
}

/** One page of the database at a time, as fast as the reader takes them. */
function linesOf(pages: AsyncGenerator<Recipient[]>, { heading, line }: Writer): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(BYTE_ORDER_MARK + heading));
    },
    async pull(controller) {
      const page = await pages.next();
      if (page.done) controller.close();
      else controller.enqueue(encoder.encode(page.value.map(line).join("")));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
