import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as confirm, GET as getConfirm } from "@/app/c/[token]/confirm/route";
import { GET as getRefuse, POST as refuse } from "@/app/c/[token]/refuse/route";
import { GET as getStop, POST as stop } from "@/app/u/[token]/stop/route";
import { signLink } from "@/lib/links/token";
import fi from "@/messages/fi.json";
import { Asked } from "@/tests/integration/confirmations/asked";
import type { TestOffice } from "@/tests/support/offices";

let asked: Asked;
let office: TestOffice;
beforeAll(async () => {
  asked = await Asked.open();
  office = await asked.office();
});
afterAll(() => asked.close());

const at = (token: string) => ({ params: Promise.resolve({ token }) });
const post = (headers: Record<string, string> = {}) =>
  new Request("http://localhost:3000/x", { method: "POST", headers });

async function ask(address: string) {
  const card = await asked.card(office, { email: address });
  return { card, token: await asked.mail(office, { cards: [card], address }) };
}

describe("a member's form", () => {
  it.each<Record<string, string>>([
    {},
    { origin: "null" },
    { origin: "https://mail.example", referer: "https://mail.example/" },
  ])("confirms by the token alone, with %o", async (headers) => {
    const { card, token } = await ask(`${JSON.stringify(headers).length}@example.org`);
    const answer = await confirm(post(headers), at(token));
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/c/${token}?now`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await asked.statuses(card)).toEqual(["confirmed"]);
  });

  it("refuses by the token alone", async () => {
    const { card, token } = await ask("not-me@example.org");
    const answer = await refuse(post(), at(token));
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/c/${token}`]);
    expect(await asked.statuses(card)).toEqual(["problem_unsubscribed"]);
  });

  it("is not sent by opening its address", async () => {
    const { card, token } = await ask("scanner@example.org");
    for (const open of [getConfirm, getRefuse, getStop]) {
      expect((await open(new Request("http://localhost:3000/x"), at(token))).status).toBe(303);
    }
    expect(await asked.statuses(card)).toEqual(["confirmation_requested"]);
  });

  it("leads to our own page whatever the token is", async () => {
    for (const token of ["//evil.example", "..", "\r\nx: y", signLink("confirm", crypto.randomUUID(), 1)]) {
      for (const act of [confirm, refuse, stop]) {
        const location = (await act(post(), at(token))).headers.get("location");
        expect(location).toMatch(/^\/[cu]\/[^/\r\n]+$/);
      }
    }
  });

  it("is answered in the reader's language when the database has no room, and works afterwards", async () => {
    const { card, token } = await ask("no-room@example.org");
    await asked.sql.unsafe(`
      create function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$;
      create trigger no_room before update on members for each row execute function no_room();`);
    const answer = await confirm(post({ "accept-language": "fi-FI" }), at(token));
    expect(answer.status).toBe(503);
    const page = await answer.text();
    expect(page).toContain(`<html lang="fi">`);
    expect(page).toContain(fi.errors.unavailable);
    expect(page).toContain(`href="/c/${token}"`);
    await asked.sql`drop function no_room cascade`;
    expect(await asked.statuses(card)).toEqual(["confirmation_requested"]);
    expect((await confirm(post(), at(token))).status).toBe(303);
    expect(await asked.statuses(card)).toEqual(["confirmed"]);
  });
});
