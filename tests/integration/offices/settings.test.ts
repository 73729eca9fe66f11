import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as logoRoute } from "@/app/logo/[id]/route";
import { withOffice } from "@/lib/db/tenant";
import { compileMailing } from "@/lib/mail/mailing-template";
import { personalise } from "@/lib/mail/template";
import { createOffice } from "@/lib/offices/create";
import { type Settings, settingsSchema } from "@/lib/offices/input";
import { changeLogo, removeLogo } from "@/lib/offices/logo";
import { contentOffice, ownOffice } from "@/lib/offices/own";
import { confirmReplyTo, readReplyToLink, wishReplyTo } from "@/lib/offices/reply-to";
import { changeSettings, readSettings } from "@/lib/offices/settings";
import { ANNA } from "@/tests/support/actor";
import { Program } from "@/tests/support/program";

const posted = vi.hoisted(() => ({ mails: [] as { text: string; to: string }[], refused: false }));

vi.mock("@/lib/mail/provider", () => ({
  sendOne: async (mail: { text: string; to: string | string[] }) => {
    posted.mails.push({ text: mail.text, to: String(mail.to) });
    return posted.refused ? { kind: "refused" } : { kind: "accepted", id: "1" };
  },
}));

/** A picture of one point, and the same as it was stored before texts were taken out of pictures. */
const POINT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const TOLD = Buffer.concat([POINT.subarray(0, 33), Buffer.from("\0\0\0\x01tEXtx____"), POINT.subarray(33)]);
const PICTURE = { type: "image/png" as const, content: TOLD };

let arrange: Program;
let office: { id: string; slug: string; name: string; language: "sv" };
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  office = { ...(await arrange.office()), language: "sv" };
  posted.mails.length = 0;
  posted.refused = false;
});
afterAll(() => arrange.close());

const effective = (id = office.id) => withOffice(id, (tx) => ownOffice(tx, id));
const secret = () => /\/reply-to\/([\w-]{43})/.exec(posted.mails.at(-1)?.text ?? "")?.[1] ?? "";
const rest = () => arrange.sql`update offices set reply_to_asked_at = now() - interval '2 minutes'`;
const told = async (id = office.id) =>
  (await arrange.sql`select act from log_entries where office_id = ${id} order by at`).map(({ act }) => act);
/** As by somebody who has just opened the page. */
const change = async (id: string, to: Settings) =>
  changeSettings(id, ANNA, (await readSettings(id)).version, to);
const settings = (more: object = {}) =>
  settingsSchema.parse({
    name: office.name,
    slug: office.slug,
    language: "sv",
    postalAddress: "",
    footer: "",
    ...more,
  });

describe("the reply-to address", () => {
  test("is used once somebody who reads it has said so, and not before", async () => {
    expect(await wishReplyTo(office, ANNA, "styrelsen@exempel.fi")).toBe("asked");
    expect(posted.mails[0]?.to).toBe("styrelsen@exempel.fi");
    expect((await effective()).replyTo).toBe("kansli@example.org");
    const link = secret();
    expect(await readReplyToLink(link)).toMatchObject({ state: "open", address: "styrelsen@exempel.fi" });
    expect((await effective()).replyTo).toBe("kansli@example.org");
    await Promise.all([confirmReplyTo(link), confirmReplyTo(link)]);
    expect((await effective()).replyTo).toBe("styrelsen@exempel.fi");
    expect(await readReplyToLink(link)).toMatchObject({ state: "confirmed" });
    expect(await told()).toEqual(["office.replyToAsked", "office.replyToConfirmed"]);
    expect(await wishReplyTo(office, ANNA, "styrelsen@exempel.fi")).toBe("same");
  });

  test("asks once a minute, and the newest wish alone counts", async () => {
    await wishReplyTo(office, ANNA, "ett@exempel.fi");
    const first = secret();
    expect(await wishReplyTo(office, ANNA, "tva@exempel.fi")).toBe("waits");
    expect(posted.mails).toHaveLength(1);
    await rest();
    await wishReplyTo(office, ANNA, "tva@exempel.fi");
    await confirmReplyTo(first);
    expect(await readReplyToLink(first)).toEqual({ state: "unknown" });
    expect((await effective()).replyTo).toBe("kansli@example.org");
    await confirmReplyTo(secret());
    expect((await effective()).replyTo).toBe("tva@exempel.fi");
  });

  test("is not taken by a link that is too old, or that nobody made", async () => {
    await wishReplyTo(office, ANNA, "ny@exempel.fi");
    expect(await readSettings(office.id)).toMatchObject({ replyToExpired: false });
    await arrange.sql`update offices set reply_to_asked_at = now() - interval '7 days 1 second' where id = ${office.id}`;
    expect(await readSettings(office.id)).toMatchObject({
      replyToWanted: "ny@exempel.fi",
      replyToExpired: true,
    });
    await confirmReplyTo(secret());
    await confirmReplyTo("");
    expect(await readReplyToLink(secret())).toMatchObject({ state: "expired" });
    expect((await effective()).replyTo).toBe("kansli@example.org");
  });

  test("stays where it is wished for again: the wish for another one is over", async () => {
    await wishReplyTo(office, ANNA, "ny@exempel.fi");
    expect(await wishReplyTo(office, ANNA, "kansli@example.org")).toBe("same");
    await confirmReplyTo(secret());
    expect((await effective()).replyTo).toBe("kansli@example.org");
  });

  test("is taken away in member offices too, and so is a wish where none is in use", async () => {
    const { id } = await createOffice({ name: "Byn", parentSlug: office.slug });
    await change(office.id, settings({ shared: ["replyTo"] }));
    expect((await effective(id)).replyTo).toBe("kansli@example.org");
    await wishReplyTo(office, ANNA, null);
    expect((await effective(id)).replyTo).toBeNull();
    await wishReplyTo(office, ANNA, "ny@exempel.fi");
    await wishReplyTo(office, ANNA, null);
    await confirmReplyTo(secret());
    expect((await effective()).replyTo).toBeNull();
  });

  test("can be taken away, and the link that waits with it", async () => {
    posted.refused = true;
    expect(await wishReplyTo(office, ANNA, "ny@exempel.fi")).toBe("notMailed");
    expect(await wishReplyTo(office, ANNA, null)).toBe("removed");
    await confirmReplyTo(secret());
    expect((await effective()).replyTo).toBeNull();
    await wishReplyTo(office, ANNA, null);
    expect(await told()).toEqual(["office.replyToAsked", "office.replyToRemoved"]);
  });
});

describe("an office's details", () => {
  test("are changed, and the log names the fields", async () => {
    await change(office.id, settings({ name: "Nya\r\nnamnet", slug: `ny-${office.slug}` }));
    expect(await readSettings(office.id)).toMatchObject({ name: "Nya namnet", slug: `ny-${office.slug}` });
    const [entry] = await arrange.sql`select details from log_entries where office_id = ${office.id}`;
    expect(entry?.details).toEqual({ fields: "name,slug" });
  });

  test("have a slug that no other office has, also when two choose it at once", async () => {
    const other = await arrange.office();
    const slug = `samma-${office.slug}`;
    const outcomes = await Promise.allSettled([
      change(office.id, settings({ slug })),
      change(other.id, settings({ slug })),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find((outcome) => outcome.status === "rejected")?.reason).toMatchObject({
      code: "slugTaken",
    });
  });
});

describe("what a head office shares", () => {
  test("holds in its member offices that have nothing of their own, new ones too, and in no other", async () => {
    const member = await createOffice({ name: "Byn", parentSlug: office.slug });
    const stranger = await arrange.office();
    await change(office.id, settings({ footer: "Vi hör ihop", shared: ["footer", "replyTo"] }));
    const later = await createOffice({ name: "Staden", parentSlug: office.slug });
    for (const id of [member.id, later.id]) {
      expect(await effective(id)).toMatchObject({
        footer: "Vi hör ihop",
        replyTo: "kansli@example.org",
        logoId: null,
      });
    }
    expect((await effective(stranger.id)).footer).toBeNull();
    const own = settings({ name: "Byn", slug: member.slug, footer: "Byns egen" });
    await change(member.id, own);
    expect((await effective(member.id)).footer).toBe("Byns egen");
    await wishReplyTo(office, ANNA, "nya@exempel.fi");
    await confirmReplyTo(secret());
    expect((await effective(member.id)).replyTo).toBe("nya@exempel.fi");
    await change(office.id, settings({ footer: "Vi hör ihop" }));
    expect(await effective(later.id)).toMatchObject({ footer: null, replyTo: null });
  });

  test("leaves the rows of member offices alone where nothing changes for them", async () => {
    const { id } = await createOffice({ name: "Byn", parentSlug: office.slug });
    const row = async () => (await arrange.sql`select xmin from offices where id = ${id}`)[0]?.xmin;
    const before = await row();
    await change(office.id, settings({ name: "Nya namnet", footer: "Vår egen" }));
    expect(await row()).toBe(before);
    await change(office.id, settings({ name: "Nya namnet", footer: "Vår egen", shared: ["footer"] }));
    expect((await effective(id)).footer).toBe("Vår egen");
  });

  test("reaches an office that is made at the same moment", async () => {
    for (let round = 0; round < 5; round++) {
      const footer = `Sidfot ${round}`;
      const [made] = await Promise.all([
        createOffice({ name: "Byn", parentSlug: office.slug }),
        change(office.id, settings({ footer, shared: ["footer"] })),
      ]);
      expect((await effective(made.id)).footer).toBe(footer);
    }
  });
});

describe("a logo", () => {
  test("that the head office shares comes to its member offices and goes again", async () => {
    const { id } = await createOffice({ name: "Byn", parentSlug: office.slug });
    await change(office.id, settings({ shared: ["logoId"] }));
    await changeLogo(office.id, ANNA, PICTURE);
    const { logoId } = await effective();
    expect(logoId).not.toBeNull();
    expect((await effective(id)).logoId).toBe(logoId);
    await removeLogo(office.id, ANNA);
    expect((await effective(id)).logoId).toBeNull();
  });

  test("stands in the mails, is there for everybody, and stays for those that were sent", async () => {
    await changeLogo(office.id, ANNA, PICTURE);
    const own = await effective();
    const content = { subject: "Hej", bodyHtml: "<p>Hej!</p>", office: contentOffice(own) };
    const { html } = personalise(
      await compileMailing(content, "sv"),
      {},
      { unsubscribe: "https://x.example" },
    );
    expect(html).toContain(`src="http://localhost:3000/logo/${own.logoId}"`);
    for (let press = 0; press < 2; press++) await removeLogo(office.id, ANNA);
    expect((await effective()).logoId).toBeNull();
    const answer = await logoRoute(new Request("http://localhost"), {
      params: Promise.resolve({ id: own.logoId ?? "" }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(POINT);
    for (const id of ["x", "00000000-0000-4000-8000-000000000000"]) {
      const nothing = await logoRoute(new Request("http://localhost"), { params: Promise.resolve({ id }) });
      expect(nothing.status).toBe(404);
    }
    expect(await told()).toEqual(["office.logoChanged", "office.logoRemoved"]);
  });
});
