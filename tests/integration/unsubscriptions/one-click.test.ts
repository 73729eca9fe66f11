import { afterAll, beforeAll, expect, it } from "vitest";
import { POST } from "@/app/api/unsubscribe/[token]/route";
import { signLink } from "@/lib/links/token";
import { Asked } from "@/tests/integration/confirmations/asked";

let asked: Asked;
beforeAll(async () => {
  asked = await Asked.open();
});
afterAll(() => asked.close());

/** A member, and how a mail program posts for that person. */
async function member() {
  const office = await asked.office();
  const address = `eva-${office.id.slice(0, 8)}@example.org`;
  const card = await asked.card(office, { email: address, status: "confirmed" });
  await asked.mail(office, { cards: [card], address });
  const [message] = await asked.sql`select id from messages where office_id = ${office.id}`;
  const token = signLink("unsubscribe", String(message?.id), 1);
  return {
    card,
    post: (headers: Record<string, string>, body: BodyInit | null) =>
      POST(new Request(`http://localhost:3000/api/unsubscribe/${token}`, { method: "POST", headers, body }), {
        params: Promise.resolve({ token }),
      }),
  };
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };

function multipart(): FormData {
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  return form;
}

it.each<[string, Record<string, string>, BodyInit]>([
  ["as a form", FORM, "List-Unsubscribe=One-Click"],
  ["in several parts", {}, multipart()],
  [
    "with its alphabet",
    { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" },
    "List-Unsubscribe=One-Click",
  ],
  ["with a line break at the end", FORM, "List-Unsubscribe=One-Click\r\n"],
  [
    "without saying what it is",
    { "content-type": "" },
    new TextEncoder().encode("List-Unsubscribe=One-Click"),
  ],
  ["as text", { "content-type": "text/plain" }, "List-Unsubscribe=One-Click"],
  ["in other letters", FORM, "list-unsubscribe=one-click"],
])("a mail program's click counts, posted %s", async (_, headers, body) => {
  const { card, post } = await member();
  const answer = await post(headers, body);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("set-cookie")).toBeNull();
  expect(await asked.statuses(card)).toEqual(["problem_unsubscribed"]);
});

it.each<[string, Record<string, string>, BodyInit | null]>([
  ["nothing", FORM, null],
  ["another form", FORM, "List-Unsubscribe=Later"],
  ["another name", FORM, "X-List-Unsubscribe=One-Click"],
  ["JSON", { "content-type": "application/json" }, '{"List-Unsubscribe":"One-Click"}'],
])("%s is no click", async (_, headers, body) => {
  const { card, post } = await member();
  expect((await post(headers, body)).status).toBe(400);
  expect(await asked.statuses(card)).toEqual(["confirmed"]);
});
