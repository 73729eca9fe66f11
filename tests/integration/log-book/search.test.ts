import { afterAll, beforeAll, expect, it } from "vitest";
import { instantPlaceSchema } from "@/lib/db/instant-place";
import { withOffice } from "@/lib/db/tenant";
import type { LogFilter } from "@/lib/log-book/input";
import { listLog } from "@/lib/log-book/queries";
import { folded } from "@/tests/support/folded";
import { Program } from "@/tests/support/program";

let arrange: Program;
let office: { id: string; timeZone: string };
let entries: { id: string; act: string; text: string }[];

/* The same entries in the log of another office. */
beforeAll(async () => {
  arrange = await Program.open();
  office = { id: (await arrange.office()).id, timeZone: "Europe/Helsinki" };
  for (const id of [office.id, (await arrange.office()).id]) {
    await arrange.sql`
      insert into log_entries (office_id, actor_kind, actor_id, actor_name, act, object_name, at)
      select ${id}, 'colleague', gen_random_uuid(), (array['Åsa Lindén', 'Nils Ek', 'Söderström, Bo'])[1 + n % 3],
        case when n % 4 = 0 then 'mailing.sent' else 'card.created' end,
        (array['Höstmöte', 'Eva Östberg'])[1 + n % 2] || ' ' || n, now() - n * interval '1 minute'
      from generate_series(1, 3000) n`;
  }
  entries = await arrange.sql<{ id: string; act: string; text: string }[]>`
    select id, act, actor_name || ' ' || object_name as text from log_entries
    where office_id = ${office.id} order by at desc`;
});
afterAll(() => arrange.close());

const found = (filter: LogFilter, page = {}) =>
  withOffice(office.id, (tx) => listLog(tx, office, filter, { size: 3000, ...page }));

/* By the index, and by a walk through the log where many entries have the words or they are short. */
it.each([
  "linden",
  "LINDÉN",
  "höstmöte 15",
  "hostmote 1500",
  "Söderström".normalize("NFD"),
  "ostberg eva 2999",
  "åsa soderstrom",
  "ek",
  "n_ls",
  "nobody",
])("finds the entries with every word of %s, and no others", async (search) => {
  const words = folded(search).split(" ");
  const wanted = entries.filter(({ text }) => words.every((word) => folded(text).includes(word)));
  expect((await found({ search })).rows.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
  const mailings = wanted.filter(({ act }) => act === "mailing.sent");
  const narrowed = await found({ search, kind: "mailing" });
  expect(narrowed.rows.map(({ id }) => id)).toEqual(mailings.map(({ id }) => id));
});

it.each(["höstmöte 15", "linden"])("shows the entries with %s page by page, both ways", async (search) => {
  const all = (await found({ search })).rows;
  const first = await found({ search }, { size: 20 });
  const second = await found({ search }, { size: 20, after: instantPlaceSchema.parse(first.next) });
  const back = await found({ search }, { size: 20, before: instantPlaceSchema.parse(second.previous) });
  expect([...first.rows, ...second.rows]).toEqual(all.slice(0, 40));
  expect(back.rows).toEqual(first.rows);
});
