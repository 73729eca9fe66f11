import { afterAll, beforeAll, expect, test } from "vitest";
import { type MailingState, MOVES } from "@/lib/mailings/state";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const STATES = Object.keys(MOVES) as MailingState[];
const PAIRS = STATES.flatMap((from) => STATES.filter((to) => to !== from).map((to) => ({ from, to })));

test.each(PAIRS)("the database agrees on the move from $from to $to", async ({ from, to }) => {
  const office = await desk.arrange.office();
  const [mailing] = await desk.sql`
    insert into mailings (office_id, kind, state, scheduled_at)
    values (${office.id}, 'mailing', ${from}, now()) returning id`;
  const move = desk.sql`update mailings set state = ${to} where id = ${mailing?.id}`;
  if (MOVES[from].includes(to)) await move;
  else await expect(move).rejects.toThrow(`cannot go from ${from} to ${to}`);
});

test.each([
  "subject = 'another'",
  "body_html = 'another'",
  `audience = '{"search": "another"}'`,
  "template = '{}'",
  "sender_name = 'another'",
  "mail_from = 'another@example.org'",
  "reply_to = 'another@example.org'",
  "base_url = 'https://another.example'",
  "key_version = 2",
  "prepared_at = null",
])("what has been sent is frozen: %s", async (change) => {
  const office = await desk.arrange.office();
  await desk.arrange.members(office.id, [{ email: "frozen@example.org" }]);
  const { mailingId } = await desk.prepared(office.id, 1);
  const edit = desk.sql.unsafe(`update mailings set ${change} where id = '${mailingId}'`);
  await expect(edit).rejects.toThrow("frozen");
});
