import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { confirmAddress, readConfirmation, refuseAddress } from "@/lib/confirmations/link";
import { withOffice } from "@/lib/db/tenant";
import { readLink, signLink } from "@/lib/links/token";
import { cardSchema } from "@/lib/members/input";
import { createMember, deleteMember } from "@/lib/members/write";
import { Asked, forged } from "@/tests/integration/confirmations/asked";
import { ANNA } from "@/tests/support/actor";
import type { TestOffice } from "@/tests/support/offices";

let asked: Asked;
let office: TestOffice;
let address: string;
beforeAll(async () => {
  asked = await Asked.open();
});
beforeEach(async () => {
  office = await asked.office();
  address = `eva-${office.id.slice(0, 8)}@example.org`;
});
afterAll(() => asked.close());

const stateOf = async (token: string) => (await readConfirmation(token)).state;
const card = (email = address, of = office) => asked.card(of, { email });
const mail = (cards: string[], more: object = {}, of = office) => asked.mail(of, { cards, address, ...more });

const moveTo = (id: string, email: string) => asked.moveTo(office, id, email);

describe("the link", () => {
  it("says who asks, in the reader's language, and changes nothing", async () => {
    const eva = await card();
    const token = await mail([eva], { language: "fi" });
    expect(await readConfirmation(token)).toEqual({
      state: "open",
      office: { id: office.id, name: office.name, replyTo: "kansli@example.org" },
      address,
      language: "fi",
    });
    expect(await asked.statuses(eva)).toEqual(["confirmation_requested"]);
    for (const [inherited, replyTo] of [
      ["forbundet@example.org", "forbundet@example.org"],
      [null, "old@example.org"],
    ]) {
      await asked.sql`
        update offices set reply_to = null, inherited = ${asked.sql.json({ replyTo: inherited })} where id = ${office.id}`;
      expect(await readConfirmation(token)).toMatchObject({ office: { replyTo } });
    }
  });

  it("confirms the card; a second click finds it confirmed", async () => {
    const eva = await card();
    const token = await mail([eva]);
    expect((await confirmAddress(token)).state).toBe("confirmed");
    expect(await asked.statuses(eva)).toEqual(["confirmed"]);
    const [first] = await asked.sql`select email_status_at from members where id = ${eva}`;
    expect((await confirmAddress(token)).state).toBe("confirmed");
    expect(await asked.sql`select email_status_at from members where id = ${eva}`).toEqual([first]);
    expect(await stateOf(token)).toBe("confirmed");
  });

  it("is unknown when nobody signed it, or for another purpose, or when it stands for nothing", async () => {
    const eva = await card();
    const token = await mail([eva]);
    for (const other of [
      "",
      "x",
      "%00",
      forged(token),
      signLink("confirm", crypto.randomUUID(), 1),
      signLink("unsubscribe", readLink("confirm", token)?.id ?? "", 1),
    ]) {
      for (const act of [readConfirmation, confirmAddress, refuseAddress]) {
        expect(await act(other)).toEqual({ state: "unknown", language: null });
      }
    }
    expect(await asked.statuses(eva)).toEqual(["confirmation_requested"]);
  });

  it("lives 90 days, after which a confirmed address is still told so", async () => {
    const [eva, ida] = [await card(), await card(`ida-${address}`)];
    const old = await mail([eva], { daysAgo: 91 });
    expect((await confirmAddress(old)).state).toBe("expired");
    expect((await refuseAddress(old)).state).toBe("expired");
    expect(await asked.statuses(eva)).toEqual(["confirmation_requested"]);
    expect(await stateOf(await mail([ida], { address: `ida-${address}`, daysAgo: 89 }))).toBe("open");
    await confirmAddress(await mail([eva]));
    expect(await stateOf(old)).toBe("confirmed");
  });

  it("lives from when the mail last left: it may have been held for long, or come back", async () => {
    const token = await mail([await card()], { daysAgo: 91 });
    await asked.sql`
      insert into attempts (id, office_id, message_id, number, fact, created_at)
      select gen_random_uuid(), office_id, id, n, 80, now() - (91 - n) * interval '1 day'
      from messages, generate_series(1, 2) n where office_id = ${office.id}`;
    expect((await confirmAddress(token)).state).toBe("confirmed");
  });

  it("of an earlier request works as well as that of the last", async () => {
    const eva = await card();
    const first = await mail([eva], { daysAgo: 10 });
    await mail([eva], { daysAgo: 1 });
    expect((await confirmAddress(first)).state).toBe("confirmed");
  });
});

describe("a family with one address", () => {
  it("is confirmed by one click, but not the cards that came later or were not in the mail", async () => {
    const family = [await card(), await card(), await card()];
    const token = await mail(family);
    const later = await withOffice(office.id, (tx) =>
      createMember(tx, office.id, ANNA, cardSchema.parse({ lastName: "Ny", email: address }), "sv"),
    );
    await confirmAddress(token);
    expect(await asked.statuses(...family, later)).toEqual([
      "confirmed",
      "confirmed",
      "confirmed",
      "unconfirmed",
    ]);
  });

  it("is confirmed without the card that has another address by now, or had one in between", async () => {
    const [eva, nils, ida] = [await card(), await card(), await card()];
    const token = await mail([eva, nils, ida]);
    for (const id of [nils, ida]) await moveTo(id, `nils-${address}`);
    await moveTo(ida, address);
    expect((await confirmAddress(token)).state).toBe("confirmed");
    expect(await asked.statuses(eva, nils, ida)).toEqual(["confirmed", "unconfirmed", "unconfirmed"]);
    expect(await stateOf(token)).toBe("confirmed");
  });

  it("stays open for the one who has not been confirmed by another mail", async () => {
    const [eva, nils] = [await card(), await card()];
    await confirmAddress(await mail([eva]));
    const both = await mail([eva, nils]);
    expect(await stateOf(both)).toBe("open");
    await confirmAddress(both);
    expect(await asked.statuses(eva, nils)).toEqual(["confirmed", "confirmed"]);
  });
});

describe("a card that is another now", () => {
  it("does not listen to links to the old address", async () => {
    const eva = await card();
    const token = await mail([eva]);
    await moveTo(eva, `ny-${address}`);
    expect((await confirmAddress(token)).state).toBe("changed");
    expect((await refuseAddress(token)).state).toBe("changed");
    await moveTo(eva, "");
    expect(await stateOf(token)).toBe("changed");
  });

  it("has to be asked again when the address comes back", async () => {
    const eva = await card();
    const token = await mail([eva], { daysAgo: 2 });
    await moveTo(eva, `ny-${address}`);
    await moveTo(eva, address);
    expect((await confirmAddress(token)).state).toBe("changed");
    expect(await asked.statuses(eva)).toEqual(["unconfirmed"]);
    await asked.sql`update members set email_status = 'confirmation_requested', email_status_at = now() where id = ${eva}`;
    const next = await mail([eva], { daysAgo: 0 });
    expect((await confirmAddress(token)).state).toBe("changed");
    expect((await confirmAddress(next)).state).toBe("confirmed");
  });

  it("keeps its link over a change of case or blanks", async () => {
    const eva = await card();
    const token = await mail([eva]);
    await moveTo(eva, `  ${address.toUpperCase()} `);
    expect((await confirmAddress(token)).state).toBe("confirmed");
  });

  it("is told to be gone", async () => {
    const eva = await card();
    const token = await mail([eva]);
    await withOffice(office.id, (tx) => deleteMember(tx, office.id, ANNA, eva));
    for (const act of [readConfirmation, confirmAddress, refuseAddress]) {
      expect((await act(token)).state).toBe("gone");
    }
  });
});

describe("an address with a problem", () => {
  it("is not confirmed, whether the office or only others know of it", async () => {
    const eva = await card();
    const token = await mail([eva]);
    await asked.sql`insert into suppressions (address, problem) values (${address}, 'problem_spam')`;
    expect((await confirmAddress(token)).state).toBe("problem");
    await asked.sql`insert into address_problems (office_id, address, problem) values (${office.id}, ${address}, 'problem_bounced')`;
    await asked.sql`update members set email_status = 'problem_bounced' where id = ${eva}`;
    expect((await confirmAddress(token)).state).toBe("problem");
    expect((await refuseAddress(token)).state).toBe("problem");
    expect(await asked.statuses(eva)).toEqual(["problem_bounced"]);
  });
});

describe("clicks at the same moment", () => {
  it("confirm once", async () => {
    const family = [await card(), await card()];
    const token = await mail(family);
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirmAddress(token)));
    expect(answers.map(({ state }) => state)).toEqual(Array(8).fill("confirmed"));
    expect(await asked.statuses(...family)).toEqual(["confirmed", "confirmed"]);
    const [count] = await asked.sql`
      select count from member_counts where office_id = ${office.id} and status = 'confirmed'`;
    expect(count).toEqual({ count: 2 });
  });

  it("never confirm an address that the card gets at that moment", async () => {
    for (let round = 0; round < 5; round++) {
      const at = `${round}-${address}`;
      const eva = await card(at);
      const token = await mail([eva], { address: at });
      await Promise.all([confirmAddress(token), moveTo(eva, `ny-${at}`)]);
      expect(await asked.statuses(eva)).toEqual(["unconfirmed"]);
    }
  });
});
