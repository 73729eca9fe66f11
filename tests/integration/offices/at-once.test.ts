import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeRights } from "@/lib/colleagues/change";
import { getColleague, rightsVersion } from "@/lib/colleagues/queries";
import { Outdated } from "@/lib/errors";
import type { Settings } from "@/lib/offices/input";
import { changeLogo } from "@/lib/offices/logo";
import { changeRetention } from "@/lib/offices/retention";
import { changeSettings, readSettings } from "@/lib/offices/settings";
import { ANNA } from "@/tests/support/actor";
import { Program } from "@/tests/support/program";
import { person } from "../auth/people";

/* What two administrators save who both opened the page before. */

let arrange: Program;
let office: { id: string; slug: string; name: string };
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  office = await arrange.office();
});
afterAll(() => arrange.close());

const acts = async () =>
  (await arrange.sql`select act from log_entries where office_id = ${office.id} order by at`).map(
    ({ act }) => act,
  );

/** What the second of two attempts is told. */
async function refusal(attempt: Promise<void>): Promise<Outdated> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  if (!(error instanceof Outdated)) throw error;
  return error;
}

describe("an office's details", () => {
  const read = () => readSettings(office.id);
  const save = (version: string, to: Partial<Settings>) =>
    changeSettings(office.id, ANNA, version, {
      name: office.name,
      slug: office.slug,
      language: "sv",
      postalAddress: null,
      footer: null,
      shared: [],
      ...to,
    });

  test("are not overwritten unseen, and are by who has been told", async () => {
    const { version } = await read();
    await save(version, { footer: "Den första" });
    const { version: newer } = await refusal(save(version, { name: "Den andra" }));
    expect(await read()).toMatchObject({ name: office.name, footer: "Den första", version: newer });
    await save(newer, { name: "Den andra" });
    expect(await read()).toMatchObject({ name: "Den andra", footer: null });
    expect(await acts()).toEqual(["office.changed", "office.changed"]);
  });

  test("saved at the same moment, one is kept and the other is told", async () => {
    const { version } = await read();
    const outcomes = await Promise.allSettled([
      save(version, { footer: "Den ena" }),
      save(version, { footer: "Den andra" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("that say this already are saved, whatever was seen before", async () => {
    const { version } = await read();
    await save(version, { footer: "Samma", shared: ["footer", "replyTo"] });
    await save(version, { footer: "Samma", shared: ["replyTo", "footer"] });
    expect(await acts()).toEqual(["office.changed"]);
  });

  test("do not care for what has a form of its own", async () => {
    const { version } = await read();
    await changeLogo(office.id, ANNA, { type: "image/png", content: Buffer.from("a picture") });
    await changeRetention(office.id, ANNA, 180);
    await save(version, { footer: "Ny" });
    expect(await read()).toMatchObject({ footer: "Ny", eventDays: 180 });
  });
});

describe("a colleague's rights", () => {
  const READ = { role: "colleague", register: "read", mailings: "none" } as const;
  const WRITE = { role: "colleague", register: "write", mailings: "none" } as const;
  const MAIL = { role: "colleague", register: "none", mailings: "write" } as const;
  let id: string;
  beforeEach(async () => {
    ({ id } = await person(arrange.sql));
    await arrange.sql`insert into memberships (user_id, office_id, role, register_right)
      values (${id}, ${office.id}, 'colleague', 'read')`;
  });

  const rights = async () => (await getColleague(office.id, id)).rights;
  const save = (seen: Parameters<typeof rightsVersion>[0], to: typeof READ | typeof WRITE | typeof MAIL) =>
    changeRights(office.id, ANNA, id, rightsVersion(seen), to);

  test("are not overwritten unseen, and are by who has been told", async () => {
    await save(READ, WRITE);
    const { version } = await refusal(save(READ, MAIL));
    expect(await rights()).toEqual(WRITE);
    await changeRights(office.id, ANNA, id, version, MAIL);
    expect(await rights()).toEqual(MAIL);
    expect(await acts()).toEqual(["colleague.rightsChanged", "colleague.rightsChanged"]);
  });

  test("that are these already are saved, whatever was seen before", async () => {
    await save(READ, WRITE);
    await save(READ, WRITE);
    expect(await acts()).toEqual(["colleague.rightsChanged"]);
  });
});
