import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { oddText, oddValue, SEED } from "@/tests/support/odd";
import { text } from "@/tests/support/texts";
import type { Answer, Visitor } from "@/tests/support/visitor";
import { ACTS } from "./acts";
import { CALLERS } from "./callers";
import { PAGES, PUBLIC_PAGES, PUBLIC_ROUTES, ROUTES, type Things } from "./doors";
import { act, fromAnywhere } from "./knock";
import { OPEN } from "./open";
import { openTwoOffices } from "./two-offices";

/** Tries at each door. */
const TRIES = 14;

/** Parts of addresses that pages and routes of ours read. */
const QUERY =
  "search status after before ids round done fault faults next error message kind from invited until refused asked needed nth now part".split(
    " ",
  );

let place: Awaited<ReturnType<typeof openTwoOffices>>;
let owner: Visitor;
beforeAll(async () => {
  console.log(`drawn with FUZZ_SEED=${SEED}`);
  place = await openTwoOffices();
  owner = place.visitors.owner;
});
afterAll(() => place?.close());

/* Some of what is drawn is good enough to be done: the office may have another address by now. */
let of: Things;
beforeEach(async () => {
  const slugs = await place.sql<{ id: string; slug: string }[]>`select id, slug from offices`;
  const slugOf = (id: string) => slugs.find((office) => office.id === id)?.slug ?? "";
  of = { ...place.foreign, slug: slugOf(place.foreignId), headSlug: slugOf(place.headId) };
});

const draw = <T>(arbitrary: fc.Arbitrary<T>, numRuns = TRIES) =>
  fc.sample(arbitrary, { seed: SEED, numRuns });

/** Text as a part of an address, with its oddities: a half of a character stays one. */
function encoded(odd: string): string {
  return encodeURIComponent(odd.toWellFormed()) + (odd.isWellFormed() ? "" : "%ED%A0%80");
}

const oddPart = fc.oneof(
  { weight: 3, arbitrary: oddText.map(encoded) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("%", "%00", "%c0%af", "%ff%fe", "%u0041", "%2e%2e%2f", "[id]", "a%0d%0ab"),
  },
);

const oddQuery = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...QUERY), oddPart), oddPart), { maxLength: 5 })
  .map((pairs) => {
    /* Half of them are given twice: where one is expected there are several. */
    const all = pairs.flatMap((pair, index) => (index % 2 === 0 ? [pair, pair] : [pair]));
    return all.length > 0 ? `?${all.map(([name, value]) => `${name}=${value}`).join("&")}` : "";
  });

/** The address with one of its parts exchanged, or none. */
const oddAddress = (path: string, changeable: (part: string) => boolean) => {
  const [plain = "", query = ""] = path.split("?");
  const parts = plain.split("/");
  const places = parts.flatMap((part, index) => (changeable(part) ? [index] : []));
  return fc.tuple(fc.constantFrom(-1, ...places), oddPart, oddQuery).map(([at, part, more]) => {
    const changed = parts.map((old, index) => (index === at && part !== "" ? part : old)).join("/");
    return changed + (more || (query && `?${query}`));
  });
};

/** A fault that came when the first of the page was out already; what Next itself throws is none. */
const BROKEN = /E\{\\?"digest\\?":\\?"(?!NEXT_)/;

/** What the composer says when it does not know better. */
const UNEXPECTED = `"problem":"${text("mailings.errors.unexpected")}"`;

function expectNoFault({ status, body }: Answer, input: unknown): void {
  const fault = status >= 500 || BROKEN.test(body) || body.includes(UNEXPECTED);
  const shown = typeof input === "string" ? input : JSON.stringify(input, formsAsFields);
  if (fault) throw new Error(`${status} for ${shown.slice(0, 600)}, drawn with FUZZ_SEED=${SEED}`);
}

const formsAsFields = (_: string, value: unknown) => (value instanceof FormData ? [...value] : value);

async function tryAll<T>(inputs: T[], ask: (input: T) => Promise<Answer>): Promise<void> {
  for (let at = 0; at < inputs.length; at += 4) {
    const some = inputs.slice(at, at + 4);
    const answers = await Promise.all(some.map(ask));
    for (const [index, answer] of answers.entries()) expectNoFault(answer, some[index]);
  }
}

describe("no address breaks a page", () => {
  it.each(Object.entries(PAGES))("%s", async (_, address) => {
    const isOfThings = (part: string) => (Object.values(of) as string[]).includes(part);
    await tryAll(draw(oddAddress(address(of), isOfThings)), (path) => owner.ask(path));
  });

  it.each(Object.keys(PUBLIC_PAGES))("%s", async (pattern) => {
    const isParameter = (part: string) => part.startsWith("[");
    await tryAll(draw(oddAddress(pattern, isParameter)), (path) =>
      place.visitors.nobody.ask(path, { headers: fromAnywhere() }),
    );
  });
});

/** A body that nobody expects, under a content type that may be another's. */
const oddBody = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      "application/x-www-form-urlencoded",
      "application/json",
      "text/plain",
      "multipart/form-data",
      "multipart/form-data; boundary=x",
      "nonsense",
    ),
    fc.oneof(
      oddText.map((odd) => odd.toWellFormed()),
      oddValue.map((value) => JSON.stringify(value)),
      oddQuery.map((query) => query.slice(1)),
      fc.constantFrom("--x\r\n", '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n', "--x--"),
    ),
  ),
  fc
    .array(
      fc.tuple(
        fc.constantFrom("file", "email", "password", "name", "code", "next", "back", "language", "x"),
        oddText,
      ),
      {
        maxLength: 6,
      },
    )
    .map((fields) => {
      const form = new FormData();
      for (const [name, value] of fields) {
        if (name === "file") form.set(name, new File([value], value.toWellFormed()));
        else form.append(name, value);
      }
      return form;
    }),
);

describe("no body breaks a route handler", () => {
  const asked = (visitor: () => Visitor, method: string, addresses: fc.Arbitrary<string>) =>
    tryAll(draw(fc.tuple(addresses, oddBody)), ([path, body]) => {
      const [type, content] = Array.isArray(body) ? body : [undefined, body];
      const headers = { ...fromAnywhere(), ...(type && { "content-type": type }) };
      return visitor().ask(path, { method, headers, ...(method !== "GET" && { body: content }) });
    });

  it.each(Object.keys(ROUTES))("%s", async (name) => {
    const path = ROUTES[name]?.(of).path ?? "";
    const isOfThings = (part: string) => (Object.values(of) as string[]).includes(part);
    await asked(() => owner, name.split(" ")[0] ?? "", oddAddress(path, isOfThings));
  });

  it.each(Object.keys(PUBLIC_ROUTES))("%s", async (name) => {
    const [method = "", pattern = ""] = name.split(" ");
    const path = pattern.replace("[...nextauth]", "callback/credentials");
    await asked(
      () => place.visitors.nobody,
      method,
      oddAddress(path, (part) => part.startsWith("[")),
    );
  });
});

it("no event breaks the webhook, as long as the provider has signed it", async () => {
  const secrets: { RESEND_WEBHOOK_SECRET: string } = JSON.parse(
    readFileSync(join(place.dataDir, "secrets.json"), "utf8"),
  );
  const key = Buffer.from(secrets.RESEND_WEBHOOK_SECRET.replace(/^whsec_/, ""), "base64");
  const event = fc.oneof(
    oddValue,
    fc.record({ type: oddText, created_at: oddValue, data: oddValue }),
    fc.record({
      type: fc.constantFrom("email.bounced", "email.delivered"),
      created_at: fc.constantFrom<unknown>("0000-01-01T00:00:00Z", "+275760-09-13T00:00:00.000Z", 1e20),
      data: fc.record({ email_id: oddValue, to: oddValue, tags: oddValue, bounce: oddValue }),
    }),
  );
  let number = 0;
  await tryAll(draw(event, 80), (value) => {
    const body = JSON.stringify(value) ?? "";
    const id = `msg_${++number}`;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    const signed = { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` };
    return place.visitors.nobody.ask("/api/webhooks/resend", { method: "POST", headers: signed, body });
  });
});

/** The arguments of an action with some of them exchanged; the form by fields or as a whole. */
function oddArguments(args: unknown[]): fc.Arbitrary<unknown[]> {
  const changed = args.map((arg) => {
    if (!(arg instanceof FormData)) return fc.oneof(fc.constant(arg), changedWithin(arg), oddValue);
    return fc
      .tuple(fc.constantFrom(...arg.keys(), "x"), oddText, fc.constantFrom("set", "delete", "append", "file"))
      .map(([name, value, how]) => {
        const form = new FormData();
        for (const [key, kept] of arg) form.append(key, kept);
        if (how === "delete") form.delete(name);
        else if (how === "file") form.set(name, new File([value], "x"));
        else form[how as "set" | "append"](name, value);
        return form;
      });
  });
  const drawn = fc.tuple(...changed);
  return fc.oneof(
    { weight: 5, arbitrary: drawn as fc.Arbitrary<unknown[]> },
    { weight: 1, arbitrary: fc.array(oddValue, { maxLength: 4 }) },
  );
}

/** Where a text or a list is expected: something of a length that cannot be compared with a number. */
const ODD_LENGTH = { length: { toString: 0, valueOf: 0 } };

/** An object with one of its parts exchanged. */
function changedWithin(arg: unknown): fc.Arbitrary<unknown> {
  if (typeof arg !== "object" || arg === null || Array.isArray(arg)) return oddText;
  const [first = "x", ...keys] = Object.keys(arg);
  return fc
    .tuple(fc.constantFrom(first, ...keys), fc.oneof(oddValue, fc.constant(ODD_LENGTH)))
    .map(([key, value]) => ({ ...arg, [key]: value }));
}

/** React reads `$` at the beginning of a text as a sign of its own. */
function escaped(value: unknown): unknown {
  if (value instanceof FormData) return value;
  if (typeof value === "string") return value.startsWith("$") ? `$${value}` : value;
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]));
}

describe("no argument breaks a server action", () => {
  it.each(Object.keys(ACTS))("%s", async (name) => {
    const args = ACTS[name]?.args(of) ?? [];
    const calls = draw(oddArguments(args)).map((drawn) => drawn.map(escaped));
    await tryAll(calls, (drawn) => act(name, () => drawn)(owner, of));
  });

  it.each(Object.keys(OPEN).filter((name) => name.includes("#")))("%s", async (name) => {
    const who = await place.enter(CALLERS.stranger);
    const { args = [], form } = OPEN[name] ?? {};
    const body = new FormData();
    for (const [field, value] of Object.entries(form ?? {})) body.set(field, value);
    const calls = draw(oddArguments(form ? [...args, body] : args)).map((drawn) => drawn.map(escaped));
    await tryAll(calls, (drawn) => act(name, () => drawn)(who, of));
  });
});
