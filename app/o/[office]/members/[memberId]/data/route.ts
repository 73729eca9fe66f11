import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { postedForm, textOf } from "@/app/_edge/form";
import { answerErrors } from "@/app/_edge/route";
import { requireOffice } from "@/lib/auth/require-office";
import { withOffice } from "@/lib/db/tenant";
import { Invalid } from "@/lib/errors";
import { takePersonData } from "@/lib/person-data/collect";
import { PERSON_FILE_FORMATS } from "@/lib/person-data/format";
import { personFile } from "./person-file";
import { personPage } from "./person-page";

type Context = { params: Promise<{ office: string; memberId: string }> };

const TYPES = { html: "text/html; charset=utf-8", json: "application/json; charset=utf-8" } as const;

/**
 * Everything that the office holds about a person, as a file. For administrators, because it includes
 * mailings and the log. A POST, since it is recorded in the log. In the person's language.
 */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answerErrors(async () => {
    const { office: slug, memberId } = await params;
    const { office, actor } = await requireOffice(slug, { administrator: true });
    const format = z.enum(PERSON_FILE_FORMATS).safeParse(textOf(await postedForm(request), "format")).data;
    if (!format) throw new Invalid("input");
    const data = await withOffice(office.id, (tx) => takePersonData(tx, office.id, actor, memberId, format));
    const { language } = data.card;
    const t = await getTranslations({ locale: language });
    const file = personFile(t, data, office, { language, now: new Date() });
    const body =
      format === "json"
        ? `${JSON.stringify(file, null, 2)}\n`
        : personPage(await getTranslations({ locale: language, namespace: "personFile" }), file, {
            language,
            timeZone: office.timeZone,
          });
    return new Response(body, {
      headers: {
        "content-type": TYPES[format],
        "content-disposition": `attachment; filename="${t("personFile.fileName")}.${format}"`,
        "cache-control": "no-store",
      },
    });
  });
}
