import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { tidyUp } from "@/lib/tidy-up";
import { Program } from "@/tests/support/program";

let arrange: Program;

beforeAll(async () => {
  arrange = await Program.open();
});
afterAll(() => arrange.close());

/** What the tests below leave behind, by what is counted of it. */
const LEFT = {
  "cards that missed a problem": "members where email_status = 'confirmed'",
  "refreshes that never end": "refreshes where finished_at is null",
  "erasures to go on with": "erasures",
  "addresses of erased persons that nobody has": "erased_addresses where address is not null",
  "offices that were deleted long ago": "offices where deleted_at is not null",
  "sessions that are over": "sessions",
  "links that are over": "login_tokens",
  "wishes for another address that are over": "email_changes",
  "announcements that were made": "outbox",
  "files that nobody imported": "imports where content is not null",
  "limits that nobody uses": "rate_limits",
  "whole events of long ago": "provider_events where reduced_at is null",
};

async function left(): Promise<string[]> {
  const found: string[] = [];
  for (const [what, rows] of Object.entries(LEFT)) {
    if ((await arrange.sql.unsafe(`select from ${rows}`)).length > 0) found.push(what);
  }
  return found;
}

beforeEach(async () => {
  const { sql } = arrange;
  const { id: office } = await arrange.office();
  const [card = ""] = await arrange.members(office, [{ email: "eva@example.org" }]);
  await sql`insert into suppressions (address, problem) values ('eva@example.org', 'problem_spam') on conflict do nothing`;
  await sql`
    with mailing as (insert into mailings (office_id, kind, state) values (${office}, 'mailing', 'sent') returning id)
    insert into refreshes (office_id, mailing_id, asked_at)
    select ${office}, id, now() - interval '30 days' from mailing`;
  await sql`
    insert into erasures (office_id, member_id, message_ids, addresses) values (${office}, ${card}, '{}', '{}')`;
  await sql`insert into erased_addresses (hash, address) values (sha256(${card}::bytea), 'borta@example.org')`;
  await sql`update offices set deleted_at = now() - interval '1 year' where id = ${(await arrange.office()).id}`;
  const [user] = await sql`
    insert into users (email, name, password_hash) values (${`${card}@example.org`}, 'Anna Ek', '') returning id`;
  await sql`insert into sessions (user_id, expires_at) values (${user?.id}, now() - interval '1 year')`;
  await sql`
    insert into login_tokens (user_id, purpose, hash, expires_at)
    values (${user?.id}, 'reset', sha256(${card}::bytea), now() - interval '1 year')`;
  await sql`
    insert into email_changes (user_id, new_email, old_hash, new_hash, expires_at)
    values (${user?.id}, 'fel@example.org', sha256(${`${card} old`}::bytea), sha256(${`${card} new`}::bytea),
      now() - interval '1 year')`;
  await sql`
    insert into outbox (office_id, name, data, sent_at) values (${office}, 'test/said', '{}', now() - interval '1 year')`;
  await sql`
    insert into imports (office_id, file_name, content, created_at)
    values (${office}, 'lista.csv', 'a', now() - interval '1 year')`;
  await sql`insert into rate_limits (key, spent_until) values (sha256(${card}::bytea), now() - interval '1 year')`;
  await sql`
    insert into provider_events (event_id, type, payload, received_at, processed_at)
    values (${card}, 'email.sent', '{}', now() - interval '1 year', now())`;
});

test("what is no longer needed is removed, and what a race left behind is brought in line", async () => {
  expect(await left()).toEqual(Object.keys(LEFT));
  await tidyUp();
  expect(await left()).toEqual([]);
});

test.each([
  ["update on members", "cards that missed a problem"],
  ["delete on outbox", "announcements that were made"],
  ["update on provider_events", "whole events of long ago"],
])("what fails holds nothing else up, and is told of: %s", async (act, what) => {
  await arrange.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
    create trigger refuse before ${act} for each row execute function refuse()`);
  try {
    await expect(tidyUp()).rejects.toMatchObject({ cause: { message: "refused" } });
    expect(await left()).toEqual([what]);
  } finally {
    await arrange.sql`drop function refuse cascade`;
  }
});
