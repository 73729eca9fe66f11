import { afterAll, beforeAll, expect, it } from "vitest";
import { PROBLEMS } from "@/lib/addresses/status";
import { requestConfirmations } from "@/lib/confirmations/request";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { prepareMailing } from "@/lib/mailings/prepare";
import { countRecipients } from "@/lib/mailings/recipients";
import { sendMailing } from "@/lib/mailings/send";
import { readImportFile } from "@/lib/members/import/read";
import { runImport } from "@/lib/members/import/run";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { type MovedRemarks, moveToNotes } from "@/lib/members/move-to-notes";
import { getMember } from "@/lib/members/queries";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { listRecipients } from "@/lib/messages/queries";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import fc from "@/tests/support/fast-check";
import { folded } from "@/tests/support/folded";
import { lockWaits } from "@/tests/support/locks";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const add = (office: string, input: CardInput) =>
  withOffice(office, (tx) => createMember(tx, office, ANNA, cardSchema.parse(input), "sv"));

const change = (office: string, id: string, input: CardInput) =>
  withOffice(office, async (tx) => {
    const { version } = await getMember(tx, office, id);
    await updateMember(tx, office, ANNA, id, version, cardSchema.parse(input));
  });

const remove = (office: string, id: string) => withOffice(office, (tx) => deleteMember(tx, office, ANNA, id));

/** A mailing to all who may get one of its kind, frozen. */
async function mailing(office: string, kind: Kind): Promise<string> {
  if (kind === "confirmation") {
    const mailingId = await requestConfirmations(office, ANNA, {}, "first", "Bekräfta");
    await prepareMailing(office, mailingId);
    return mailingId;
  }
  const onePerAddress = kind === "one per address";
  const { messages } = await withOffice(office, (tx) => countRecipients(tx, office, {}, onePerAddress));
  return (await desk.prepared(office, messages, { onePerAddress })).mailingId;
}

/** Messages that a search finds, against those that a look at each of them finds. */
async function compare(office: string, mailingId: string, searches: readonly string[]): Promise<void> {
  const all = await desk.sql<{ id: string; text: string }[]>`
    select id, name || ' ' || address as text from messages where mailing_id = ${mailingId} order by position`;
  const wanted = searches.map((search) => {
    const words = folded(search).split(" ");
    return {
      search,
      ids: all.filter(({ text }) => words.every((w) => folded(text).includes(w))).map(({ id }) => id),
    };
  });
  const found: typeof wanted = [];
  await withOffice(office, async (tx) => {
    for (const search of searches) {
      const { rows } = await listRecipients(tx, office, mailingId, { search }, { size: 2000 });
      found.push({ search, ids: rows.map(({ id }) => id) });
    }
  });
  expect(found).toEqual(wanted);
}

type Kind = "one per card" | "one per address" | "confirmation";

const FIRST = ["", "Anna", "Åke", "Eva-Lisa", "Anna Maria"];
const LAST = ["", "Ek", "Ahlskog", "von Öhman", "Ek, Ahlskog"];
const ORGANISATION = ["", "Ahlskogs bageri", "Ek & Öhman ab"];
const ADDRESS = ["ahlskog@example.org", "eva.ek@example.org", "ohman@bageri.example"];
const WORDS =
  "anna åke ake lisa maria ek ék ahlskog skogs von öhman ohman hma bageri · @example eva.ek@example.org org ny a".split(
    " ",
  );

const card = fc.record({
  firstName: fc.constantFrom(...FIRST),
  lastName: fc.constantFrom(...LAST),
  organisation: fc.constantFrom(...ORGANISATION),
  email: fc.constantFrom(...ADDRESS),
});
const another = fc.record({
  firstName: fc.constantFrom(...FIRST),
  lastName: fc.constantFrom(...LAST, "Ny"),
  email: fc.constantFrom("", ...ADDRESS, "ny@example.org"),
  organisation: fc.constantFrom("Ahlskogs bageri", "Nya bageriet"),
});
const which = fc.nat(7);
const happening = fc.oneof(
  fc.record({ what: fc.constant("change" as const), place: which, card: another }),
  fc.record({ what: fc.constantFrom("delete" as const, "erase" as const, "toNotes" as const), place: which }),
  fc.record({ what: fc.constantFrom("create" as const, "import" as const), card: another }),
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const REMARKS = Object.fromEntries(PROBLEMS.map((status) => [status, "flyttad"])) as MovedRemarks;

/** @param cards of the mailing, by place; those that are gone are undefined. */
async function play(office: string, cards: (string | undefined)[], event: Happening): Promise<void> {
  if (!("place" in event)) {
    await (event.what === "create" ? add(office, event.card) : importCard(office, event.card));
    return;
  }
  const place = event.place % cards.length;
  const id = cards[place];
  if (id === undefined) return;
  if (event.what === "change") {
    await change(office, id, event.card);
  } else if (event.what === "toNotes") {
    await desk.sql`
      update members set email_status = 'problem_bounced' where id = ${id} and email is not null`;
    await withOffice(office, (tx) => moveToNotes(tx, office, ANNA, { ids: [id] }, REMARKS));
  } else {
    cards[place] = undefined;
    await (event.what === "delete" ? remove(office, id) : eraseMember(office, ANNA, id));
  }
}

/** A row of a file makes a card, or gives another organisation and address to the one that it meets. */
async function importCard(office: string, card: CardInput): Promise<void> {
  const { firstName, lastName, organisation, email } = card;
  const text = `Förnamn;Efternamn;Organisation;E-post\n"${firstName}";"${lastName}";"${organisation}";${email}\n`;
  const file = await readImportFile(Buffer.from(text));
  if ("fileFault" in file) throw new Error(file.fileFault);
  await withOffice(office, (tx) => runImport(tx, office, ANNA, file, "sv"));
}

it("finds what a look at every message finds, whatever has become of the cards", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Kind[]>("one per card", "one per address", "confirmation"),
      fc.array(card, { minLength: 1, maxLength: 8 }),
      fc.array(happening, { maxLength: 6 }),
      fc.array(fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 4 }), {
        minLength: 6,
        maxLength: 6,
      }),
      async (kind, given, happenings, together) => {
        const { id: office } = await desk.arrange.office();
        const cards: (string | undefined)[] = [];
        for (const one of given) cards.push(await add(office, one));
        const status = kind === "confirmation" ? "unconfirmed" : "confirmed";
        await desk.sql`
          update members set email_status = ${status} where office_id = ${office} and email is not null`;
        const mailingId = await mailing(office, kind);
        for (const event of happenings) await play(office, cards, event);
        await compare(office, mailingId, [...WORDS, ...together.map((words) => words.join(" "))]);
      },
    ),
    { numRuns: 40 },
  );
});

it("finds them all where many cards have the word, were changed or are gone", async () => {
  const { id: office } = await desk.arrange.office();
  const cards = await desk.arrange.members(
    office,
    Array.from({ length: 1_300 }, (_, n) => ({
      lastName: n % 2 ? `Berg${n}` : `Ek${n}`,
      email: `m${n}@example.org`,
    })),
  );
  const mailingId = await mailing(office, "one per card");
  const searches = ["berg", "berg77", "berg1", "ek800", "ny", "ek"];
  await compare(office, mailingId, searches);
  await desk.sql`
    update members set last_name = 'Ny', updated_at = clock_timestamp() where id = any (${cards.slice(0, 510)})`;
  await compare(office, mailingId, searches);
  await desk.sql`delete from members where id = any (${cards.slice(0, 510)})`;
  await compare(office, mailingId, searches);
});

it("finds a card by the name that a form was writing while the recipients were taken", async () => {
  const { id: office } = await desk.arrange.office();
  const [card = ""] = await desk.arrange.members(office, [{ lastName: "Gammal", email: "g@example.org" }]);
  const draft = await desk.draft(office);
  const mailingId = draft.id;
  await sendMailing(office, ANNA, draft, 1);
  let frozen: Promise<number> | undefined;
  await withOffice(office, async (tx) => {
    const { version } = await getMember(tx, office, card);
    const input = cardSchema.parse({ lastName: "Nyare", email: "g@example.org" });
    await updateMember(tx, office, ANNA, card, version, input);
    frozen = prepareMailing(office, mailingId);
    await lockWaits(desk.sql);
  });
  expect(await frozen).toBe(1);
  await compare(office, mailingId, ["gammal", "nyare"]);
});

it("finds a card by the name that a form writes which had been sent before", async () => {
  const { id: office } = await desk.arrange.office();
  const [card = ""] = await desk.arrange.members(office, [{ lastName: "Gammal", email: "g@example.org" }]);
  const draft = await desk.draft(office);
  await sendMailing(office, ANNA, draft, 1);
  await withOffice(office, async (tx) => {
    const { version } = await getMember(tx, office, card);
    expect(await prepareMailing(office, draft.id)).toBe(1);
    const input = cardSchema.parse({ lastName: "Nyare", email: "g@example.org" });
    await updateMember(tx, office, ANNA, card, version, input);
  });
  await compare(office, draft.id, ["gammal", "nyare"]);
});
