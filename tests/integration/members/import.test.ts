import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { holdAddresses } from "@/lib/addresses/known";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { Conflict, NotFound } from "@/lib/errors";
import { readImportFile } from "@/lib/members/import/read";
import { previewImport, runImport } from "@/lib/members/import/run";
import { getUpload, keepUpload, purgeImports, readUpload, runUpload } from "@/lib/members/imports";
import { cardSchema } from "@/lib/members/input";
import { createMember } from "@/lib/members/write";
import { ANNA } from "@/tests/support/actor";
import { everyRow } from "@/tests/support/import-rows";
import { lockWaits } from "@/tests/support/locks";
import { Program } from "@/tests/support/program";

let arrange: Program;
let office: string;
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  office = (await arrange.office()).id;
});
afterAll(() => arrange.close());

async function read(text: string) {
  const file = await readImportFile(Buffer.from(text));
  if ("fileFault" in file) throw new Error(file.fileFault);
  return file;
}

async function run(text: string, to = office) {
  const file = await read(text);
  const { faults, ...counts } = await withOffice(to, (tx) => runImport(tx, to, ANNA, file, "fi"));
  return { ...counts, faults: faults.map(({ row, code }) => [row, code]) };
}

const cards = () =>
  arrange.sql`select first_name, last_name, email, email_status, postal_code, phone, language, notes
    from members where office_id = ${office} order by sort_name, email`;

const HEAD = "Förnamn;Efternamn;E-post;Postnr;Telefon\n";

describe("an import", () => {
  it("makes cards, and the same file again changes nothing", async () => {
    const file = `${HEAD}Anna;Ek;ANNA@exempel.fi ;65100;1\nBo;Ek;;65100;\nEva;Ås;eva@exempel;65100;\nAnna;Ek;anna@exempel.fi;65100;1\n`;
    expect(await run(file)).toEqual({
      created: 2,
      updated: 0,
      unchanged: 1,
      faults: [[4, "addressNoEnding"]],
    });
    const first = await cards();
    expect(first).toMatchObject([
      {
        first_name: "Anna",
        email: "anna@exempel.fi",
        email_status: "unconfirmed",
        phone: "1",
        language: "fi",
      },
      { first_name: "Bo", email: null, email_status: null },
    ]);
    expect(await run(file)).toEqual({
      created: 0,
      updated: 0,
      unchanged: 3,
      faults: [[4, "addressNoEnding"]],
    });
    expect(await cards()).toEqual(first);
  });

  it("changes nothing that the file lacks, and no consent", async () => {
    await run(`${HEAD}Anna;Ek;anna@exempel.fi;65100;1\n`);
    await arrange.sql`update members set email_status = 'confirmed', notes = 'hej' where office_id = ${office}`;
    expect(await run("E-mail,First name,Last name,City\nAnna@exempel.fi,ANNA,ek,Vasa\n")).toMatchObject({
      updated: 1,
    });
    expect(await cards()).toMatchObject([
      { email_status: "confirmed", notes: "hej", phone: "1", postal_code: "65100" },
    ]);
  });

  it("gives another address by names and postal code, which starts unconfirmed or with its known problem", async () => {
    await run(`${HEAD}Anna;Ek;anna@exempel.fi;65100;\nBo;Ek;bo@exempel.fi;65100;\nCia;Ek;;65100;\n`);
    await arrange.sql`update members set email_status = 'confirmed' where office_id = ${office} and email is not null`;
    await arrange.sql`insert into suppressions (address, problem) values ('block@exempel.fi', 'problem_spam')`;
    await arrange.sql`insert into address_problems (office_id, address, problem)
      values (${office}, 'studs@exempel.fi', 'problem_bounced')`;
    expect(
      await run(
        `${HEAD}Anna;Ek;ny@exempel.fi;65100;\nBo;Ek;block@exempel.fi;65100;\nCia;Ek;studs@exempel.fi;65100;\nDag;Ek;block@exempel.fi;;\n`,
      ),
    ).toMatchObject({ created: 1, updated: 3 });
    expect((await cards()).map((card) => [card.email, card.email_status])).toEqual([
      ["ny@exempel.fi", "unconfirmed"],
      ["block@exempel.fi", "problem_blocked"],
      ["studs@exempel.fi", "problem_bounced"],
      ["block@exempel.fi", "problem_blocked"],
    ]);
  });

  it("leaves another mark on a card that it changes, and dates the status of a new address alone", async () => {
    await run(`${HEAD}Anna;Ek;anna@exempel.fi;65100;\nBo;Ek;bo@exempel.fi;65100;\n`);
    await arrange.sql`update members set email_status_at = '2020-01-01', updated_at = '2020-01-01'
      where office_id = ${office}`;
    await run(`${HEAD}Anna;Ek;anna@exempel.fi;65100;1\nBo;Ek;ny@exempel.fi;65100;\n`);
    expect(
      await arrange.sql`select email, email_status_at = '2020-01-01' as old, updated_at > '2020-01-01' as marked
        from members where office_id = ${office} order by email`,
    ).toEqual([
      { email: "anna@exempel.fi", old: true, marked: true },
      { email: "ny@exempel.fi", old: false, marked: true },
    ]);
  });

  it("knows a problem that is recorded at the same moment", async () => {
    const address = "samtidig@exempel.fi";
    let running: Promise<unknown> = Promise.resolve();
    await asSystem(async (tx) => {
      await holdAddresses(tx, [address], "exclusive");
      running = run(`${HEAD}Anna;Ek;${address};65100;\n`);
      await lockWaits(arrange.sql);
      await tx.execute(`insert into suppressions (address, problem) values ('${address}', 'problem_spam')`);
    });
    await running;
    expect(await cards()).toMatchObject([{ email_status: "problem_blocked" }]);
  });

  it("gives a new card the language of its row, else the office's", async () => {
    await run("Namn;Språk\nAnna Ek;svenska\nBo Ek;\n");
    expect((await cards()).map(({ language }) => language)).toEqual(["sv", "fi"]);
  });

  it("knows organisations, bare addresses and the capitals of all letters", async () => {
    const head = "Förnamn;Efternamn;Förening;E-post;Postnr;Telefon\n";
    const rows = (phone: string, cased: (text: string) => string) =>
      ["Åsa;Öhman;;;65100", "Ёлка;Ἄλφας;;;65100", ";;Kören Ål;;65100", ";;;info@exempel.fi;"]
        .map((row) => `${cased(row)};${phone}\n`)
        .join("");
    expect(await run(head + rows("1", (text) => text.toUpperCase()))).toMatchObject({ created: 4 });
    expect(await run(head + rows("2", (text) => text.toLowerCase()))).toMatchObject({
      created: 0,
      updated: 4,
    });
    expect(await run("E-post;Telefon\nINFO@exempel.fi;3\n")).toMatchObject({ created: 0, updated: 1 });
  });

  it("never picks one of several cards", async () => {
    await run(`${HEAD}Anna;Ek;a@exempel.fi;65100;\nAnna;Ek;b@exempel.fi;65100;\n`);
    expect(await run("Namn;Postnr;E-post\nAnna Ek;65100;\nBo Ek;;bo@exempel\n")).toMatchObject({
      faults: [
        [2, "ambiguous"],
        [3, "addressNoEnding"],
      ],
    });
  });

  it("makes no doubles when two run at once", async () => {
    const rows = Array.from({ length: 400 }, (_, i) => `A${i};Ek;a${i}@exempel.fi;65100;`).join("\n");
    const results = await Promise.all([run(HEAD + rows), run(HEAD + rows)]);
    expect(results.map((result) => result.created).toSorted()).toEqual([0, 400]);
    expect(await cards()).toHaveLength(400);
  });

  it("makes no double of a card that a form is adding", async () => {
    let running: Promise<unknown> = Promise.resolve();
    await withOffice(office, async (tx) => {
      const card = cardSchema.parse({ firstName: "Anna", lastName: "Ek", postalCode: "65100" });
      await createMember(tx, office, ANNA, card, "sv");
      running = run(`${HEAD}Anna;Ek;anna@exempel.fi;65100;\n`);
      await lockWaits(arrange.sql);
    });
    expect(await running).toMatchObject({ created: 0, updated: 1 });
  });

  it("stays within its office", async () => {
    const file = `${HEAD}Anna;Ek;anna@exempel.fi;65100;\n`;
    await run(file);
    const other = (await arrange.office()).id;
    expect(await run(file, other)).toMatchObject({ created: 1, unchanged: 0 });
  });

  it("writes 20,000 rows, with exact counts", async () => {
    const row = (i: number, phone: string) =>
      `Förnamn${i};Efternamn${i % 500};p${i}@exempel.fi;65100;${phone}`;
    const file = (phone: string) => HEAD + Array.from({ length: 20_000 }, (_, i) => row(i, phone)).join("\n");
    expect(await run(file("1"))).toMatchObject({ created: 20_000 });
    expect(await run(file("1"))).toMatchObject({ unchanged: 20_000 });
    expect(await run(file("2"))).toMatchObject({ updated: 20_000 });
    const [count] = await arrange.sql`select count from member_counts
      where office_id = ${office} and status = 'unconfirmed'`;
    expect(count?.count).toBe(20_000);
  });
});

describe("an upload", () => {
  const keep = (text: string, createdBy = office) =>
    withOffice(office, (tx) =>
      keepUpload(tx, office, { fileName: "lista\r\n.csv", content: Buffer.from(text), createdBy }),
    );
  const get = (id: string) => withOffice(office, (tx) => getUpload(tx, office, id));

  it("is shown, run once, and forgotten", async () => {
    const id = await keep(`${HEAD}Anna;Ek;anna@exempel.fi;65100;\nBo;Ek;bo;;\n`);
    const upload = await get(id);
    const file = await readUpload(office, id);
    if (!file) throw new Error("the file is gone");
    expect(upload.fileName).toBe("lista .csv");
    expect(await withOffice(office, (tx) => previewImport(tx, office, file))).toMatchObject({
      created: 1,
      faults: [{ row: 3, name: "Bo Ek" }],
    });
    expect(await cards()).toHaveLength(0);
    const attempts = await Promise.allSettled(
      [1, 2].map(() => withOffice(office, (tx) => runUpload(tx, office, ANNA, id, file, "sv"))),
    );
    expect(attempts.map((attempt) => attempt.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const after = await get(id);
    expect(after.result).toMatchObject({ created: 1, faults: [{ row: 3 }] });
    expect(JSON.stringify(after.result)).not.toContain("Ek");
    expect(await readUpload(office, id)).toBeNull();
    expect(await arrange.sql`select from imports where id = ${id} and content is not null`).toHaveLength(0);
  });

  it("comes back whole, however large it is", async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `Åsa${i};Ek;a${i}@exempel.fi;65100;\n`);
    const file = await readUpload(office, await keep(HEAD + rows.join("")));
    if (!file) throw new Error("the file is gone");
    expect(everyRow(file)).toEqual(everyRow(await read(HEAD + rows.join(""))));
  });

  it("is run although what is quoted of it ends in the middle of a character", async () => {
    const id = await keep(
      `Efternamn;E-post;Språk\nEk;${"a".repeat(79)}😀@exempel.fi;\nEk;;${"a".repeat(29)}😀\nÖst;;\n`,
    );
    const file = await readUpload(office, id);
    if (!file) throw new Error("the file is gone");
    await withOffice(office, (tx) => runUpload(tx, office, ANNA, id, file, "sv"));
    expect((await get(id)).result).toMatchObject({
      created: 1,
      faults: [{ values: { address: "a".repeat(79) } }, { values: { language: "a".repeat(29) } }],
    });
  });

  it("is unknown to other offices", async () => {
    const id = await keep(`${HEAD}Anna;Ek;;;\n`);
    const other = (await arrange.office()).id;
    expect(await readUpload(other, id)).toBeNull();
    await expect(withOffice(other, (tx) => getUpload(tx, other, id))).rejects.toThrow(NotFound);
  });

  it("is forgotten after a day", async () => {
    const text = `${HEAD}Anna;Ek;;;\n`;
    const [old, fresh] = [await keep(text), await keep(text)];
    await arrange.sql`update imports set created_at = now() - interval '23 hours 59 minutes'
      - interval '2 minutes' * (id = ${old})::int where id in (${old}, ${fresh})`;
    expect(await asSystem(purgeImports)).toBe(1);
    expect(await readUpload(office, old)).toBeNull();
    expect(await readUpload(office, fresh)).not.toBeNull();
    const file = await read(text);
    await expect(withOffice(office, (tx) => runUpload(tx, office, ANNA, old, file, "sv"))).rejects.toThrow(
      Conflict,
    );
  });

  it("is forgotten when its person uploads five more, and another's is not", async () => {
    const text = `${HEAD}Anna;Ek;;;\n`;
    const other = await keep(text, ANNA.id);
    const [oldest = "", second = ""] = [await keep(text), await keep(text)];
    for (let more = 0; more < 4; more++) await keep(text);
    expect(await readUpload(office, oldest)).toBeNull();
    expect(await readUpload(office, second)).not.toBeNull();
    expect(await readUpload(office, other)).not.toBeNull();
  });

  it("tells what was wrong in it for a day: that is quoted from it", async () => {
    const text = `${HEAD}Anna;Ek;;;\nBo;Ek;bo@exempel.fi, ida@exempel.fi;;\n`;
    const [old, fresh] = [await keep(text), await keep(text)];
    const file = await read(text);
    for (const id of [old, fresh]) {
      await withOffice(office, (tx) => runUpload(tx, office, ANNA, id, file, "sv"));
    }
    await arrange.sql`
      update imports set created_at = now() - interval '26 hours', finished_at = now() - interval '25 hours'
      where id = ${old}`;
    await arrange.sql`update imports set created_at = now() - interval '26 hours' where id = ${fresh}`;
    await asSystem(purgeImports);
    expect(await get(old)).toMatchObject({ result: null, finishedAt: expect.any(Date) });
    expect(JSON.stringify(await get(fresh))).toContain("ida@exempel.fi");
    expect(
      await arrange.sql`select from imports i where id = ${old} and i::text like '%exempel.fi%'`,
    ).toHaveLength(0);
    await expect(withOffice(office, (tx) => runUpload(tx, office, ANNA, old, file, "sv"))).rejects.toThrow(
      Conflict,
    );
  });
});
