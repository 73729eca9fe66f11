import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { members } from "@/lib/db/schema/members";
import { messageStatus } from "@/lib/db/schema/statuses";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { type Role, transact } from "@/lib/db/transact";
import { Conflict, Unavailable } from "@/lib/errors";
import { Program } from "@/tests/support/program";

let arrange: Program;
let office: string;
beforeAll(async () => {
  arrange = await Program.open();
  office = (await arrange.office()).id;
});
afterAll(() => arrange.close());

const IDS = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];

describe("a statement", () => {
  it("takes and answers values of every kind that the program uses", async () => {
    const words = ['a "quoted", {odd} \\ word', "ÅÄÖ", "", "NULL"];
    const rows = await asSystem((tx) =>
      tx.execute(sql`
        select ${sql.param(IDS)}::uuid[] as ids, ${sql.param(words)}::text[] as words,
          ${sql.param([0.5, -2])}::float8[] as numbers, ${sql.param([])}::uuid[] as empty,
          ${null}::text as nothing, ${true}::boolean as yes, ${7}::int + 1 as eight,
          ${"9007199254740993"}::bigint as large, 1.5::numeric as exact, 2.5::float8 as float,
          ${JSON.stringify({ å: [1, null] })}::jsonb as json, ${Buffer.from([0, 255])}::bytea as bytes,
          ${"2026-10-25T03:30:00+02:00"}::timestamptz as instant, interval '5 days' as span,
          ${IDS[0]}::uuid as id, 'sent'::${sql.identifier(messageStatus.enumName)} as status`),
    );
    expect(rows).toEqual([
      {
        ids: IDS,
        words,
        numbers: [0.5, -2],
        empty: [],
        nothing: null,
        yes: true,
        eight: 8,
        large: "9007199254740993",
        exact: "1.5",
        float: 2.5,
        json: { å: [1, null] },
        bytes: Buffer.from([0, 255]),
        instant: expect.any(String),
        span: "5 days",
        id: IDS[0],
        status: "sent",
      },
    ]);
    /* In whatever time zone the database server tells it. */
    expect(new Date(String(rows[0]?.instant))).toEqual(new Date("2026-10-25T01:30:00Z"));
  });

  it("says how many rows it has changed, and answers those that it is asked for", async () => {
    await arrange.members(office, [{ email: "a@example.org" }, { email: "b@example.org" }]);
    await withOffice(office, async (tx) => {
      expect((await tx.update(members).set({ city: "Byn" })).count).toBe(2);
      expect((await tx.execute(sql`update members set city = 'Staden'`)).count).toBe(2);
      const [changed] = await tx
        .update(members)
        .set({ notes: "x", emailStatusAt: new Date("2026-10-25T01:30:00Z") })
        .where(eq(members.email, "a@example.org"))
        .returning();
      expect(changed).toMatchObject({ notes: "x", city: "Staden", sortName: "ek anna0" });
      expect(changed?.emailStatusAt).toEqual(new Date("2026-10-25T01:30:00Z"));
    });
  });

  it("refuses a parameter that is undefined, rather than to take it for null", async () => {
    const unset = undefined as unknown as string;
    const work = withOffice(office, (tx) =>
      tx
        .select()
        .from(members)
        .where(sql`${members.city} = ${sql.param(unset)}`),
    );
    await expect(work).rejects.toMatchObject({ cause: { message: "a parameter is undefined" } });
  });
});

describe("a transaction", () => {
  const note = sql`update members set notes = 'written'`;
  const notes = () => withOffice(office, (tx) => tx.selectDistinct({ notes: members.notes }).from(members));

  it("leaves nothing when the work throws, and hands on what it threw", async () => {
    const before = await notes();
    const work = withOffice(office, async (tx) => {
      await tx.execute(note);
      throw new Conflict();
    });
    await expect(work).rejects.toBeInstanceOf(Conflict);
    expect(await notes()).toEqual(before);
  });

  it("is never taken for done when a statement has failed, whatever the work makes of it", async () => {
    const before = await notes();
    const work = withOffice(office, async (tx) => {
      await tx.execute(note);
      await tx.execute(sql`select 1 / 0`).catch(() => {});
      return "done";
    });
    await expect(work).rejects.toMatchObject({ message: "division by zero" });
    expect(await notes()).toEqual(before);
  });

  it("reads and writes nothing where it could not begin", async () => {
    const before = await notes();
    const nobody = "nobody" as Role;
    await expect(transact(nobody, office, (tx) => tx.execute(note))).rejects.toThrow();
    await expect(transact(nobody, office, (tx) => tx.execute(sql`select 1 from members`))).rejects.toThrow();
    await expect(transact(nobody, office, async () => "nothing asked")).rejects.toThrow();
    expect(await notes()).toEqual(before);
  });

  it("answers statements that are asked for at once in their order, and names the first fault", async () => {
    const answered = await withOffice(office, (tx) =>
      Promise.all([1, 2, 3].map((n) => tx.execute<{ n: number }>(sql`select ${n}::int as n`))),
    );
    expect(answered.map(([row]) => row?.n)).toEqual([1, 2, 3]);
    const work = withOffice(office, (tx) =>
      Promise.allSettled([tx.execute(sql`select 1 / 0`), tx.execute(sql`select 2`)]),
    );
    await expect(work).rejects.toMatchObject({ message: "division by zero" });
  });

  it.each(["40001", "40P01"])("runs again after %s, until it goes through", async (code) => {
    let runs = 0;
    const fail = sql.raw(`do $$ begin raise exception 'again' using errcode = '${code}'; end $$`);
    const work = withOffice(office, async (tx) => {
      runs += 1;
      if (runs < 3) await tx.execute(fail);
      return "done";
    });
    await expect(work).resolves.toBe("done");
    expect(runs).toBe(3);
  });

  it.each(["53100", "53200", "53300", "58030", "57P03"])(
    "says plainly that the database is down (%s)",
    async (code) => {
      const before = await notes();
      await arrange.sql.unsafe(`
      create function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'no room on the disk' using errcode = '${code}'; end $$;
      create trigger no_room before insert on members for each row execute function no_room();`);
      const work = withOffice(office, async (tx) => {
        await tx.execute(note);
        await tx.insert(members).values({ officeId: office, notes: "new" });
      });
      const error = await work.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Unavailable);
      expect(error).toMatchObject({ status: 503, digest: "unavailable", cause: { code } });
      await arrange.sql`drop function no_room cascade`;
      expect(await notes()).toEqual(before);
      await withOffice(office, (tx) => tx.insert(members).values({ officeId: office }));
      await arrange.sql`delete from members where last_name = ''`;
    },
  );
});
