import { afterAll, beforeAll, expect, it } from "vitest";
import { liftSuppression } from "@/lib/addresses/lift";
import { PROBLEMS } from "@/lib/addresses/status";
import { showNewSuppressions } from "@/lib/addresses/suppressions";
import { confirmAddress, refuseAddress } from "@/lib/confirmations/link";
import { countToAsk, requestConfirmations } from "@/lib/confirmations/request";
import { closeDatabase } from "@/lib/db/client";
import { instantPlaceSchema } from "@/lib/db/instant-place";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { signLink } from "@/lib/links/token";
import { listLog } from "@/lib/log-book/queries";
import { completeMailing } from "@/lib/mailings/complete";
import { cancelMailing, pauseMailing, resumeMailing, takeBackRequest } from "@/lib/mailings/hold";
import { prepareMailing } from "@/lib/mailings/prepare";
import { previewChoices, previewMailing } from "@/lib/mailings/preview";
import { getMailing, listMailings } from "@/lib/mailings/queries";
import { scheduleMailing } from "@/lib/mailings/schedule";
import { findStandingStill, wakeMailing } from "@/lib/mailings/stand-still";
import { startDueMailings } from "@/lib/mailings/start-due";
import { anyUnderWay } from "@/lib/mailings/under-way";
import type { Audience } from "@/lib/members/audience";
import { previewImport } from "@/lib/members/import/run";
import { getUpload, keepUpload, readUpload, runUpload } from "@/lib/members/imports";
import { cardSchema } from "@/lib/members/input";
import { type MovedRemarks, moveToNotes } from "@/lib/members/move-to-notes";
import { countMembers, cursorSchema, getMember, listMembers } from "@/lib/members/queries";
import { cardsSharingAddress, twinsOf } from "@/lib/members/same-address";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { anyBeingCalled } from "@/lib/messages/being-called";
import { drainInbox } from "@/lib/messages/drain";
import { expireNext } from "@/lib/messages/expire";
import { getMessageHistory } from "@/lib/messages/history";
import { messagesToBlank } from "@/lib/messages/of-card";
import { everyRecipient, listRecipients, messagesOfMember } from "@/lib/messages/queries";
import { reconcileNext } from "@/lib/messages/reconcile";
import { latestRefresh, refreshNext, requestRefresh } from "@/lib/messages/refresh";
import { mailingsToRetry, nextDue, retryNext } from "@/lib/messages/retry";
import { restoreOffice, suspendOffice } from "@/lib/offices/suspend";
import { reportRates } from "@/lib/operator/rates";
import { dispatchOutbox } from "@/lib/outbox/dispatch";
import { takePersonData } from "@/lib/person-data/collect";
import { tellOfRates } from "@/lib/rates/tell";
import { watchRates } from "@/lib/rates/watch";
import { tidyUp } from "@/lib/tidy-up";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { fillTables } from "@/tests/integration/plans/fill";
import { partialIndexes, scans, used, type Watch, watchPlans } from "@/tests/integration/plans/watch";
import { ANNA } from "@/tests/support/actor";

let desk: Desk;
let office: string;
let watch: Watch;
let before: Record<string, number>;
beforeAll(async () => {
  desk = await openDesk();
  office = await fillTables(desk.sql);
  before = await scans(desk.sql);
  watch = watchPlans(await partialIndexes(desk.sql));
});
afterAll(async () => {
  watch?.stop();
  await desk?.close();
});

/** What has been found since the last time. */
function found(): string[] {
  return [...new Set(watch.faults.splice(0))];
}

it("finds the cards of a large register, whatever they are narrowed to", async () => {
  const views: Audience[] = [
    {},
    { status: "confirmed" },
    { status: "problem" },
    { status: "none" },
    { search: "anna ek1" },
    { search: "ek7919" },
    { search: "vasa", status: "confirmed" },
    { search: "large-1.example" },
    { search: "anna large-1.example" },
    { search: "nobody" },
  ];
  await withOffice(office, async (tx) => {
    for (const view of views) {
      const page = await listMembers(tx, office, view);
      const place = page.next && cursorSchema.parse(page.next);
      if (place) await listMembers(tx, office, view, { after: place });
      if (place) await listMembers(tx, office, view, { before: place });
      await countMembers(tx, office, view);
    }
    const [first] = (await listMembers(tx, office, {})).rows;
    const card = await getMember(tx, office, first?.id ?? "");
    await cardsSharingAddress(tx, office, card);
    await twinsOf(tx, office, cardSchema.parse({ ...card, email: card.email ?? "" }));
    await messagesOfMember(tx, office, card.id);
    const ofLog = { id: office, timeZone: "Europe/Helsinki" };
    const log = (page = {}) => listLog(tx, ofLog, {}, page);
    const entry = instantPlaceSchema.parse((await log()).next);
    await log({ after: entry });
    await log({ before: entry });
    for (const search of ["anna", "driftansvarig", "höstmöte 997", "nobody", "anna nobody"]) {
      await listLog(tx, ofLog, { search });
      await listLog(tx, ofLog, { search }, { after: entry });
      await listLog(tx, ofLog, { search, kind: "card" }, { after: entry });
    }
    await listLog(tx, ofLog, { kind: "card" });
  });
  expect(found()).toEqual([]);
});

it("writes cards with addresses that are known", async () => {
  await withOffice(office, async (tx) => {
    const card = cardSchema.parse({ lastName: "Ny", email: "s1@example.org" });
    const id = await createMember(tx, office, ANNA, card, "sv");
    const { version } = await getMember(tx, office, id);
    await updateMember(tx, office, ANNA, id, version, { ...card, email: "p1@example.org" });
    await deleteMember(tx, office, ANNA, id);
  });
  expect(found()).toEqual([]);
});

it("takes a person's data along, and erases the person", async () => {
  const [card] = await withOffice(
    office,
    async (tx) => (await listMembers(tx, office, { search: "eva" }, { size: 1 })).rows,
  );
  const id = card?.id ?? "";
  await withOffice(office, async (tx) => {
    const { messages } = await takePersonData(tx, office, ANNA, id, "json");
    expect(messages.length).toBeGreaterThan(0);
    await messagesToBlank(tx, office, { id, email: card?.email ?? null });
  });
  await eraseMember(office, ANNA, id);
  const again = cardSchema.parse({ lastName: "Åter", email: card?.email ?? "" });
  await withOffice(office, (tx) => createMember(tx, office, ANNA, again, "sv"));
  expect(found()).toEqual([]);
});

it("imports a file into the register, and moves addresses to the notes", async () => {
  const content = Buffer.from(
    "Förnamn;Efternamn;E-post\nAnna;Ny;m7@large-1.example\nNils;Ny;s9@example.org\n",
  );
  const id = await withOffice(office, (tx) =>
    keepUpload(tx, office, { fileName: "lista.csv", content, createdBy: ANNA.id }),
  );
  const file = await readUpload(office, id);
  if (!file) throw new Error("the file was not understood");
  await withOffice(office, async (tx) => {
    await getUpload(tx, office, id);
    await previewImport(tx, office, file);
    await runUpload(tx, office, ANNA, id, file, "sv");
    const [bounced] = (await listMembers(tx, office, { status: "problem" }, { size: 1 })).rows;
    const remarks = Object.fromEntries(PROBLEMS.map((status) => [status, "flyttad"])) as MovedRemarks;
    expect(await moveToNotes(tx, office, ANNA, { ids: [bounced?.id ?? ""] }, remarks)).toBe(1);
  });
  expect(found()).toEqual([]);
});

it("answers members' links", async () => {
  const [message] = await withOffice(office, async (tx) => {
    const [mailing] = (await listMailings(tx, office)).rows;
    return (await listRecipients(tx, office, mailing?.id ?? "")).rows;
  });
  await confirmAddress(signLink("confirm", message?.id ?? "", 1));
  await refuseAddress(signLink("confirm", message?.id ?? "", 1));
  await unsubscribe(signLink("unsubscribe", message?.id ?? "", 1));
  expect(found()).toEqual([]);
});

it("shows mailings and their recipients", async () => {
  await withOffice(office, async (tx) => {
    const page = await listMailings(tx, office);
    const place = instantPlaceSchema.parse(page.next);
    await listMailings(tx, office, { after: place });
    await listMailings(tx, office, { before: place });
    const [mailing, onePerAddress] = page.rows;
    const id = mailing?.id ?? "";
    await getMailing(tx, office, id);
    const { rows } = await listRecipients(tx, office, id);
    await listRecipients(tx, office, id, { status: "bounced" });
    for (const search of ["anna", "anna ek1", "large-1.example", "nobody"]) {
      await listRecipients(tx, office, id, { search });
      await listRecipients(tx, office, onePerAddress?.id ?? "", { search });
    }
    await listRecipients(tx, office, id, {}, { after: 50 });
    await listRecipients(tx, office, id, {}, { before: 90 });
    await getMessageHistory(tx, office, id, rows[0]?.id ?? "");
    await latestRefresh(tx, id);
    for await (const page of everyRecipient(office, id, {})) expect(page.length).toBeGreaterThan(0);
  });
  expect(found()).toEqual([]);
});

it("foresees the messages of a mailing", async () => {
  for (const onePerAddress of [false, true]) {
    const written = { subject: "Hej", bodyHtml: "<p>Hej</p>", audience: {}, onePerAddress };
    const [first] = await previewChoices(office, written);
    for (const search of ["anna", "anna ek1", "large-1.example", "nobody"])
      await previewChoices(office, written, search);
    await previewMailing(office, written, first?.id ?? "");
  }
  expect(found()).toEqual([]);
});

it("sends, folds what comes back, tries again and looks up", async () => {
  const soft = await withOffice(office, (tx) =>
    createMember(tx, office, ANNA, cardSchema.parse({ lastName: "Full", email: "full@resend.dev" }), "sv"),
  );
  await desk.sql`update members set email_status = 'confirmed' where id = ${soft} and office_id = ${office}`;
  const { rows } = await withOffice(office, (tx) =>
    listMembers(tx, office, { status: "confirmed" }, { size: 250 }),
  );
  const ids = [...rows.map(({ id }) => id), soft];
  const { mailingId, total } = await desk.prepared(office, ids.length, { audience: { ids } });
  await pauseMailing(office, ANNA, mailingId);
  await resumeMailing(office, ANNA, mailingId);
  await desk.sendAll(office, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  await desk.sql`
    update messages set window_started_at = window_started_at - interval '2 hours', next_attempt_at = now()
    where mailing_id = ${mailingId} and next_attempt_at is not null`;
  for (const mailing of await mailingsToRetry()) await retryNext(mailing);
  await nextDue();
  await desk.sql`
    update messages set window_started_at = now() - interval '6 days', next_attempt_at = now()
    where mailing_id = ${mailingId} and window_started_at is not null`;
  await expireNext();
  await requestRefresh(office, mailingId, ANNA.id);
  const refresh = await withOffice(office, (tx) => latestRefresh(tx, mailingId));
  await refreshNext(office, mailingId, refresh?.id ?? "", { position: -1, number: 0 });
  await completeMailing(office, mailingId);
  expect(found()).toEqual([]);
});

it("asks for confirmations, and cancels", async () => {
  await countToAsk(office, {}, "first");
  const mailingId = await requestConfirmations(office, ANNA, {}, "first", "Bekräfta");
  const total = await prepareMailing(office, mailingId);
  await cancelMailing(office, ANNA, mailingId);
  await takeBackRequest(office, mailingId);
  await desk.sendAll(office, mailingId, total);
  expect(found()).toEqual([]);
});

it("begins scheduled mailings when their time has come", async () => {
  const draft = await desk.draft(office, { audience: { ids: await anybody() } });
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await scheduleMailing(office, ANNA, draft, { day, time: "18:00" });
  await desk.sql`update mailings set scheduled_at = now() where id = ${draft.id}`;
  await startDueMailings();
  expect(await withOffice(office, (tx) => getMailing(tx, office, draft.id))).toMatchObject({
    state: "preparing",
  });
  expect(found()).toEqual([]);
});

it("sweeps up and drains without reading what is done", async () => {
  const { mailingId } = await desk.prepared(office, 1, { audience: { ids: await anybody() } });
  await desk.sql`update mailings set updated_at = now() - interval '1 hour' where id = ${mailingId}`;
  expect(await findStandingStill()).toContainEqual({ officeId: office, mailingId });
  await asSystem(anyUnderWay);
  await asSystem(anyBeingCalled);
  await wakeMailing(office, mailingId);
  await drainInbox();
  await mailingsToRetry();
  await expireNext();
  await reconcileNext();
  await dispatchOutbox().catch(() => {});
  await asSystem(showNewSuppressions);
  await tidyUp();
  expect(found()).toEqual([]);
});

it("watches the rates, holds an office and lifts a suppression", async () => {
  await watchRates();
  await tellOfRates();
  await reportRates([7, 30]);
  await suspendOffice("large-2", "Utreds");
  await restoreOffice("large-2");
  await liftSuppression("s9@example.org", "Lagad");
  expect(found()).toEqual([]);
});

/* The arranging above goes by indexes too: a scan here is the program's. */
it("reads no large table from end to end, in functions and triggers neither", async () => {
  expect(watch.statements.size).toBeGreaterThan(60);
  await closeDatabase();
  expect(await scans(desk.sql)).toEqual(before);
  const trigrams = ["log_entries_search", "members_search"];
  expect(await used(desk.sql, trigrams)).toEqual(trigrams);
});

async function anybody(): Promise<string[]> {
  const page = await withOffice(office, (tx) =>
    listMembers(tx, office, { status: "confirmed" }, { size: 1 }),
  );
  return page.rows.slice(0, 1).map(({ id }) => id);
}
