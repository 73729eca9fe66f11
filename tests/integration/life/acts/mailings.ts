import { requestConfirmations } from "@/lib/confirmations/request";
import { createDraft, deleteDraft, updateDraft } from "@/lib/mailings/draft";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { summariseRecipients } from "@/lib/mailings/recipients";
import { scheduleMailing, unscheduleMailing } from "@/lib/mailings/schedule";
import { sendMailing } from "@/lib/mailings/send";
import { stopTrying } from "@/lib/mailings/stop-trying";
import type { Audience } from "@/lib/members/audience";
import { requestRefresh } from "@/lib/messages/refresh";
import { type Act, audienceOf, mailingOf, officeOf } from "@/tests/integration/life/acts/drawn";
import type { Life } from "@/tests/integration/life/life";
import { ANNA } from "@/tests/support/actor";

const UNDER_WAY = ["preparing", "sending", "paused"];

const textOf = (draw: number) => ({
  subject: `Hej {{förnamn|vän}} ${draw % 100}`,
  bodyHtml: "<p>Kära {{namn}}, välkommen till {{förening}}!</p>",
  audience: audienceOf(draw),
  onePerAddress: draw % 2 === 0,
});

async function versionOf(life: Life, id: string): Promise<string> {
  const [row] = await life.sql`
    select (extract(epoch from updated_at) * 1000000)::bigint::text as v from mailings where id = ${id}`;
  return String(row?.v);
}

async function draftOf(life: Life, draw: number) {
  const mailing = await mailingOf(life, draw, ["draft"]);
  if (!mailing) return undefined;
  return { office: mailing.office, id: mailing.id, version: await versionOf(life, mailing.id) };
}

/** What colleagues do with mailings. */
export const MAILINGS: Record<string, Act> = {
  async "ask for confirmation"(life, [a, b]) {
    const { id } = officeOf(life, a);
    const round = b % 3 === 0 ? "again" : "first";
    await requestConfirmations(id, ANNA, audienceOf(b), round, "Bekräfta");
  },
  async draft(life, [a, b]) {
    await createDraft(officeOf(life, a).id, ANNA, textOf(b));
  },
  async "change a draft"(life, [a, b]) {
    const draft = await draftOf(life, a);
    if (!draft) return;
    if (b % 5 === 0) await deleteDraft(draft.office, ANNA, draft);
    else await updateDraft(draft.office, draft, textOf(b));
  },
  async send(life, [a, b]) {
    const draft =
      a % 3 === 0
        ? await draftOf(life, a)
        : { office: officeOf(life, a).id, ...(await createDraft(officeOf(life, a).id, ANNA, textOf(b))) };
    if (!draft) return;
    const [row] = await life.sql<{ audience: Audience; one: boolean }[]>`
      select audience, one_per_address as one from mailings where id = ${draft.id}`;
    if (!row) return;
    const { messages } = await summariseRecipients(draft.office, row.audience, row.one);
    await sendMailing(draft.office, ANNA, draft, messages);
  },
  async schedule(life, [a]) {
    const draft = await draftOf(life, a);
    if (!draft) return;
    const [row] = await life.sql`select to_char(now() + interval '2 days', 'YYYY-MM-DD') as day`;
    await scheduleMailing(draft.office, ANNA, draft, { day: String(row?.day), time: "18:00" });
  },
  async unschedule(life, [a]) {
    const mailing = await mailingOf(life, a, ["scheduled"]);
    if (mailing) await unscheduleMailing(mailing.office, ANNA, mailing.id);
  },
  async pause(life, [a]) {
    const mailing = await mailingOf(life, a, UNDER_WAY, "any");
    if (mailing) await pauseMailing(mailing.office, ANNA, mailing.id);
  },
  async resume(life, [a]) {
    const mailing = await mailingOf(life, a, ["paused"], "any");
    if (mailing) await resumeMailing(mailing.office, ANNA, mailing.id);
  },
  async cancel(life, [a]) {
    const mailing = await mailingOf(life, a, [...UNDER_WAY, "scheduled"], "any");
    if (mailing) await cancelMailing(mailing.office, ANNA, mailing.id);
  },
  async "stop trying"(life, [a]) {
    const mailing = await mailingOf(life, a, ["sent"], "any");
    if (mailing) await stopTrying(mailing.office, ANNA, mailing.id);
  },
  async "refresh results"(life, [a]) {
    const mailing = await mailingOf(life, a, ["sending", "paused", "sent", "cancelled"], "any");
    if (mailing) await requestRefresh(mailing.office, mailing.id, ANNA.id);
  },
};
