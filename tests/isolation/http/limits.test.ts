import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS } from "@/lib/limits/limits";
import { text } from "@/tests/support/texts";
import { type Answer, Visitor } from "@/tests/support/visitor";
import type { Things } from "./doors";
import { act } from "./knock";
import { openTwoOffices } from "./two-offices";

let place: Awaited<ReturnType<typeof openTwoOffices>>;
let nobody: Visitor;
beforeAll(async () => {
  place = await openTwoOffices();
  nobody = place.visitors.nobody;
});
afterAll(() => place?.close());

/** Asks until it is refused, at most `tries` times; each test comes from an address of its own. */
async function untilRefused(tries: number, ask: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < tries) {
    const batch = await Promise.all(Array.from({ length: 10 }, ask));
    answers.push(...batch);
    if (batch.some(({ status }) => status === 429)) break;
  }
  return answers;
}

function expectRefusal(answers: Answer[], atLeast: number): Answer {
  const refusal = answers.find(({ status }) => status === 429);
  if (!refusal) throw new Error(`none of ${answers.length} was refused`);
  expect(answers.filter(({ status }) => status !== 429).length).toBeGreaterThanOrEqual(atLeast);
  expect(answers.every(({ status }) => status < 500)).toBe(true);
  expect(Number(refusal.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refusal.headers.get("cache-control")).toBe("no-store");
  expect(refusal.body).toContain(text("errors.tooManyTitle"));
  return refusal;
}

const from = (address: string) => ({ "x-forwarded-for": address, "accept-language": "sv" });
const form = (fields: Record<string, string>) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
};

describe("logging in", () => {
  it("is slowed down by the form", async () => {
    const body = form({ email: "nobody@example.org", password: "fel lösenord" });
    const ask = () => nobody.ask("/login/enter", { method: "POST", headers: from("192.0.2.1"), body });
    expectRefusal(await untilRefused(50, ask), LIMITS.loginPair.burst);
  });

  it("is slowed down by next-auth's own road too", async () => {
    const asked = await fetch(`${nobody.url}/api/auth/csrf`);
    const { csrfToken } = (await asked.json()) as { csrfToken: string };
    const cookie = asked.headers
      .getSetCookie()
      .map((set) => set.split(";")[0])
      .join("; ");
    const guesser = new Visitor(nobody.url, cookie);
    const fields = new URLSearchParams({
      csrfToken,
      email: "nobody2@example.org",
      password: "x",
      json: "true",
    });
    const headers = { ...from("192.0.2.2"), "content-type": "application/x-www-form-urlencoded" };
    const ask = () =>
      guesser.ask("/api/auth/callback/credentials", { method: "POST", headers, body: fields.toString() });
    expectRefusal(await untilRefused(50, ask), LIMITS.loginPair.burst);
  });

  it("leaves other addresses alone", async () => {
    const body = form({ email: "nobody@example.org", password: "fel lösenord" });
    const ask = { method: "POST", headers: from("192.0.2.3"), body };
    expect((await nobody.ask("/login/enter", ask)).location).toBe("/login?error=wrong");
  });
});

it("asking for links is slowed down", async () => {
  const body = form({ email: "nobody@example.org" });
  const ask = () => nobody.ask("/forgot/send", { method: "POST", headers: from("192.0.2.4"), body });
  expectRefusal(await untilRefused(80, ask), LIMITS.forgotAddress.burst);
});

it.each([
  ["/c/unknown", "192.0.2.11"],
  ["/u/unknown", "192.0.2.12"],
  ["/reset/unknown", "192.0.2.13"],
  ["/activate/unknown", "192.0.2.14"],
  ["/api/unsubscribe/unknown", "192.0.2.15"],
])("trying out %s is slowed down", async (path, address) => {
  const headers = from(address);
  const ask = () => nobody.ask(path, { headers });
  expectRefusal(await untilRefused(1_000, ask), LIMITS.linkAddress.burst);
});

it("says so in the visitor's language", async () => {
  const headers = { "x-forwarded-for": "192.0.2.5", "accept-language": "fi" };
  const answers = await untilRefused(1_000, () => nobody.ask("/u/unknown", { headers }));
  expect(answers.find(({ status }) => status === 429)?.body).toContain('<html lang="fi">');
});

it("uploading lists is slowed down per person", async () => {
  const { owner } = place.visitors;
  const ask = () => {
    const body = form({});
    body.set("file", new File(["Förnamn;Efternamn\nEva;Ek\n"], "medlemmar.csv", { type: "text/csv" }));
    return owner.ask(`/o/${place.foreign.slug}/members/import/upload`, { method: "POST", body });
  };
  expectRefusal(await untilRefused(100, ask), LIMITS.importPerson.burst - 5);
});

describe("what burdens all offices is slowed down per person, and the form says so", () => {
  const invited = (index: number) =>
    form({ email: `ny${index}@example.org`, role: "colleague", register: "read", mailings: "none" });

  it.each([
    ["invitations", "app/o/[office]/colleagues/actions.ts#invite", LIMITS.invitation],
    ["tests", "app/o/[office]/mailings/_compose/actions.ts#sendTestMail", LIMITS.testMail],
    ["mailings", "app/o/[office]/mailings/_compose/actions.ts#sendDraft", LIMITS.mailing],
    ["logos", "app/o/[office]/settings/actions.ts#saveLogo", LIMITS.logo],
    ["cards", "app/o/[office]/members/actions.ts#createCard", LIMITS.made],
  ])("%s", async (kind, action, { burst, everySeconds }) => {
    const tooMany = text("account.tooMany", { minutes: Math.ceil(everySeconds / 60) });
    const args = (index: number) =>
      kind === "invitations"
        ? ({ slug }: Things) => [slug, { values: {}, errors: {} }, invited(index)]
        : undefined;
    const ask = (index: number) => act(action, args(index))(place.visitors.owner, place.foreign);
    let granted = 0;
    for (let at = 0; granted === at && at < burst + 50; at += 10) {
      const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => ask(at + index)));
      granted += answers.filter(({ body }) => !body.includes(tooMany)).length;
    }
    expect(granted).toBeGreaterThanOrEqual(burst - 5);
    expect(granted).toBeLessThan(burst + 50);
  });
});

it("the provider's webhook is never refused because of its number", async () => {
  const headers = from("192.0.2.6");
  const statuses = new Set<number>();
  for (let round = 0; round < 30; round++) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        nobody.ask("/api/webhooks/resend", { method: "POST", headers, body: "{}" }),
      ),
    );
    for (const { status } of answers) statuses.add(status);
  }
  expect([...statuses]).toEqual([401]);
});
