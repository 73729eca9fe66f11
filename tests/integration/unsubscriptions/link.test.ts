import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { addressHashes } from "@/lib/addresses/hash";
import { signLink } from "@/lib/links/token";
import { readUnsubscription, unsubscribe } from "@/lib/unsubscriptions/link";
import { Asked, forged } from "@/tests/integration/confirmations/asked";
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

/** A delivered message of a mailing; without `attempt`, one of which no attempt is known. */
async function delivered(card: string, { attempt = true } = {}) {
  const [mailing, message] = [randomUUID(), randomUUID()];
  const { sql } = asked;
  await sql`insert into mailings (id, office_id, kind, state) values (${mailing}, ${office.id}, 'mailing', 'sent')`;
  await sql`
    insert into messages (id, office_id, mailing_id, position, address, name, language, "values", status, delivered, attempt_count)
    values (${message}, ${office.id}, ${mailing}, 0, ${address}, 'Ek, Eva', 'en', '{}', 'sent', true, 1)`;
  await sql`
    insert into message_cards (office_id, message_id, mailing_id, member_id)
    values (${office.id}, ${message}, ${mailing}, ${card})`;
  if (attempt) {
    await sql`
      insert into attempts (id, office_id, message_id, number, fact)
      values (${randomUUID()}, ${office.id}, ${message}, 1, 80)`;
  }
  return { message, token: signLink("unsubscribe", message, 1) };
}

const confirmed = (of = office) => asked.card(of, { email: address, status: "confirmed" });

it("changes nothing when it is read", async () => {
  const eva = await confirmed();
  const { token } = await delivered(eva);
  expect(await readUnsubscription(token)).toEqual({
    state: "open",
    officeName: office.name,
    replyTo: "kansli@example.org",
    address,
    language: "en",
  });
  expect(await asked.statuses(eva)).toEqual(["confirmed"]);
  await asked.sql`
    update offices set reply_to = null, inherited = '{"replyTo": "forbundet@example.org"}' where id = ${office.id}`;
  expect(await readUnsubscription(token)).toMatchObject({ replyTo: "forbundet@example.org" });
});

it("stops mail from all associations, however often it is said and by whomever at once", async () => {
  const eva = await confirmed();
  const elsewhere = await confirmed(await asked.office("Annan förening"));
  const { message, token } = await delivered(eva);
  const answers = await Promise.all([unsubscribe(token), unsubscribe(token), unsubscribe(token)]);
  expect(answers.map(({ state }) => state)).toEqual(["unsubscribed", "unsubscribed", "unsubscribed"]);
  expect(await asked.statuses(eva, elsewhere)).toEqual(["problem_unsubscribed", "problem_blocked"]);
  expect((await readUnsubscription(token)).state).toBe("unsubscribed");
  expect(await asked.sql`select status, reason from messages where id = ${message}`).toEqual([
    { status: "unsubscribed", reason: { code: "unsubscribed" } },
  ]);
  expect(await asked.sql`select from facts where message_id = ${message}`).toHaveLength(1);
});

it("is heard again after the operator lifted the block", async () => {
  const eva = await confirmed();
  const { token } = await delivered(eva);
  await unsubscribe(token);
  await asked.sql`delete from suppressions where address = ${address}`;
  await asked.sql`delete from address_problems where address = ${address}`;
  await asked.sql`update members set email_status = 'confirmed' where id = ${eva}`;
  expect((await readUnsubscription(token)).state).toBe("open");
  await unsubscribe(token);
  expect(await asked.statuses(eva)).toEqual(["problem_unsubscribed"]);
  expect((await readUnsubscription(token)).state).toBe("unsubscribed");
});

it("is heard where the address is blocked for another reason, which may be lifted", async () => {
  const eva = await confirmed();
  const { token } = await delivered(eva);
  await asked.sql`insert into suppressions (address, problem) values (${address}, 'problem_bounced')`;
  expect((await readUnsubscription(token)).state).toBe("open");
  expect((await unsubscribe(token)).state).toBe("unsubscribed");
  expect((await readUnsubscription(token)).state).toBe("unsubscribed");
  expect(await asked.sql`select problem from suppressions where address = ${address}`).toEqual([
    { problem: "problem_unsubscribed" },
  ]);
});

it("is heard after a lift that another clock, ahead of ours, has written down", async () => {
  const eva = await confirmed();
  const { token } = await delivered(eva);
  for (const hash of addressHashes(address)) {
    await asked.sql`insert into lifts (hash, lifted_at, reason) values (${hash}::text::bytea, now() + interval '1 minute', 'Prov')`;
  }
  await unsubscribe(token);
  expect(await asked.statuses(eva)).toEqual(["problem_unsubscribed"]);
});

it("is heard where no attempt of the message is known", async () => {
  const eva = await confirmed();
  const { token } = await delivered(eva, { attempt: false });
  expect((await unsubscribe(token)).state).toBe("unsubscribed");
  expect(await asked.statuses(eva)).toEqual(["problem_unsubscribed"]);
});

it("is unknown when nobody signed it, or for another purpose", async () => {
  const { message, token } = await delivered(await confirmed());
  for (const bad of [
    "",
    forged(token),
    signLink("confirm", message, 1),
    signLink("unsubscribe", randomUUID(), 1),
  ]) {
    expect((await readUnsubscription(bad)).state).toBe("unknown");
    expect((await unsubscribe(bad)).state).toBe("unknown");
  }
});
