import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { Conflict, Outdated } from "@/lib/errors";
import { createDraft, type DraftRef, deleteDraft, updateDraft } from "@/lib/mailings/draft";
import { getUnsent } from "@/lib/mailings/queries";
import { sendMailing } from "@/lib/mailings/send";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

/** A draft of an office with a member, as two colleagues see it. */
async function opened() {
  const { id: office } = await desk.arrange.office();
  await desk.arrange.members(office, [{ email: "eva@example.org" }]);
  const draft = await desk.draft(office, { subject: "Årsmöte" });
  const save = (seen: DraftRef, subject: string) =>
    updateDraft(office, seen, { subject, bodyHtml: "<p>Hej!</p>", audience: {}, onePerAddress: false });
  const subject = async () => (await withOffice(office, (tx) => getUnsent(tx, office, draft.id)))?.subject;
  return { office, draft, save, subject };
}

const refused = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test("of two who write the same draft the one who saves last is told, and may save over it", async () => {
  const { draft, save, subject } = await opened();
  const first = await save(draft, "Årsmöte i Vasa");
  const told = await refused(save(draft, "Årsmöte i Korsholm"));
  expect(told).toBeInstanceOf(Outdated);
  expect(told).toMatchObject({ version: first.version });
  expect(await subject()).toBe("Årsmöte i Vasa");
  await save({ ...draft, version: first.version }, "Årsmöte i Korsholm");
  expect(await subject()).toBe("Årsmöte i Korsholm");
  await save(first, "Årsmöte i Vasa").catch(() => {});
  expect(await subject()).toBe("Årsmöte i Korsholm");
});

test("a draft that is made again is the same one, until somebody else has saved it", async () => {
  const { id: office } = await desk.arrange.office();
  const attempt = randomUUID();
  const written = {
    bodyHtml: "<p>Hej!</p>",
    audience: { status: "confirmed" as const },
    onePerAddress: false,
  };
  const make = (subject: string, actor = ANNA, at = office) =>
    createDraft(at, actor, { ...written, subject }, attempt);
  const drafts = async () => {
    const rows = await desk.sql`select subject from mailings where office_id = ${office} order by subject`;
    return rows.map(({ subject }) => subject);
  };
  const made = await make("Årsmöte");
  expect(await make("Årsmöte")).toEqual(made);
  expect(await make("Årsmöte i Vasa")).toMatchObject({ id: made.id });
  const last = await make("Årsmöte i Jakobstad");
  expect(last).toMatchObject({ id: made.id });
  expect(await drafts()).toEqual(["Årsmöte i Jakobstad"]);
  const log = await desk.sql`select act from log_entries where office_id = ${office}`;
  expect(log.map(({ act }) => act)).toEqual(["mailing.drafted"]);
  await updateDraft(office, last, { ...written, subject: "Årsmöte i Vasa" });
  const another = await make("Årsmöte i Korsholm");
  expect(another.id).not.toBe(made.id);
  expect(await drafts()).toEqual(["Årsmöte i Korsholm", "Årsmöte i Vasa"]);
  const { id: elsewhere } = await desk.arrange.office();
  const ids = [
    made.id,
    (await make("A", ANNA, elsewhere)).id,
    (await make("B", { ...ANNA, id: randomUUID() })).id,
  ];
  expect(new Set(ids)).toHaveProperty("size", 3);
});

test("one who saves what is saved already is told of nobody else", async () => {
  const { draft, save } = await opened();
  const first = await save(draft, "Årsmöte i Vasa");
  expect(await save(draft, "Årsmöte i Vasa")).toEqual(first);
  expect(await refused(save(draft, "Årsmöte i Korsholm"))).toMatchObject({ version: first.version });
});

test("of two who save at the same time, one is told", async () => {
  const { draft, save } = await opened();
  const outcomes = await Promise.all(["A", "B", "C"].map((name) => refused(save(draft, name))));
  expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome instanceof Outdated)).toHaveLength(2);
});

test("nothing is sent that its sender has not seen", async () => {
  const { office, draft, save } = await opened();
  const newer = await save(draft, "Inställt");
  expect(await refused(sendMailing(office, ANNA, draft, 1))).toBeInstanceOf(Outdated);
  expect(await desk.sql`select from messages where office_id = ${office}`).toHaveLength(0);
  await sendMailing(office, ANNA, newer, 1);
  const late = await refused(save(newer, "För sent"));
  expect(late).toBeInstanceOf(Conflict);
  expect(late).not.toBeInstanceOf(Outdated);
});

test("nothing is deleted that nobody has seen", async () => {
  const { office, draft, save } = await opened();
  const newer = await save(draft, "Inställt");
  expect(await refused(deleteDraft(office, ANNA, draft))).toMatchObject({ version: newer.version });
  expect(await desk.sql`select from mailings where id = ${draft.id}`).toHaveLength(1);
  await deleteDraft(office, ANNA, newer);
  expect(await desk.sql`select from mailings where id = ${draft.id}`).toHaveLength(0);
});

test("a draft that has been deleted is not saved", async () => {
  const { office, draft, save } = await opened();
  await deleteDraft(office, ANNA, draft);
  expect(await refused(save(draft, "Kvar?"))).toBeInstanceOf(Conflict);
  expect(await refused(sendMailing(office, ANNA, draft, 1))).toBeInstanceOf(Conflict);
});

test("an office has so many drafts at the most, and saves those that it has", async () => {
  const { id: office } = await desk.arrange.office();
  const attempt = randomUUID();
  const text = { subject: "Årsmöte", bodyHtml: "<p>Hej!</p>", audience: {}, onePerAddress: false };
  await desk.sql`
    insert into mailings (office_id, kind, subject, body_html, audience, created_by, created_by_name)
    select ${office}, 'mailing', '', '', '{}', ${ANNA.id}, '' from generate_series(1, 499)`;
  const last = await createDraft(office, ANNA, text, attempt);
  expect(await refused(createDraft(office, ANNA, text))).toMatchObject({ code: "too_many_drafts" });
  expect(await createDraft(office, ANNA, text, attempt)).toEqual(last);
  await updateDraft(office, last, { ...text, subject: "Höstmöte" });
  await desk.sql`delete from mailings where office_id = ${office} and id <> ${last.id}`;
  await createDraft(office, ANNA, text);
});
