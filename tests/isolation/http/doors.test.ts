import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { text } from "@/tests/support/texts";
import type { Answer } from "@/tests/support/visitor";
import { ACTS, PUBLIC_ACTIONS } from "./acts";
import { PAGES, PUBLIC_PAGES, PUBLIC_ROUTES, ROUTES, type Things } from "./doors";
import { act, DOORS, page, route } from "./knock";
import { actionsOfApp, builtActions, pagesOfApp, routesOfApp } from "./map";
import { openTwoOffices, unknownThings } from "./two-offices";

let place: Awaited<ReturnType<typeof openTwoOffices>>;
let before: string;
beforeAll(async () => {
  place = await openTwoOffices();
  before = await place.foreignRows();
});
afterAll(() => place?.close());

const sorted = (...tables: Record<string, unknown>[]) => tables.flatMap((table) => Object.keys(table)).sort();

describe("the list of doors is whole", () => {
  it("has every page", () => {
    expect(pagesOfApp().sort()).toEqual(sorted(PAGES, PUBLIC_PAGES));
    expect(Object.keys(PAGES).every((page) => page.startsWith("/o/[office]"))).toBe(true);
    expect(Object.keys(PUBLIC_PAGES).some((page) => page.startsWith("/o/"))).toBe(false);
  });
  it("has every method of every route handler", () => {
    expect(routesOfApp().sort()).toEqual(sorted(ROUTES, PUBLIC_ROUTES));
  });
  it("has every server action, as they stand in the files and in the build", () => {
    expect(actionsOfApp().sort()).toEqual(sorted(ACTS, PUBLIC_ACTIONS));
    expect([...builtActions().keys()].sort()).toEqual(sorted(ACTS, PUBLIC_ACTIONS));
  });
});

/** Names of files, numbers that Next draws for each request, and what stands between two texts. */
const OF_THE_MACHINE = /^\/_next\/|^[\w-]{21,24}$|[\])]|^[:,[{]/;

/**
 * The content of an answer for comparison, without what the request itself named: all text in its markup and
 * in React's stream, whose order and numbers vary.
 */
function told({ status, location, body }: Answer, of: Things) {
  const without = (words: string) =>
    Object.entries(of)
      .reduce((rest, [name, value]) => rest.replaceAll(value, `‹${name}›`), words)
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "‹id›");
  const plain = without(body.replaceAll('\\"', '"'));
  const markup = plain.startsWith("<!DOCTYPE") ? plain.replace(/<(script|style)\b.*?<\/\1>/gs, "") : "";
  const shown = [...markup.matchAll(/>([^<>]*\p{L}[^<>]*)</gu)].map(([, words = ""]) => words);
  const streamed = [...plain.matchAll(/"([^"$\\\n][^"\\\n]{3,})"/g)].map(([, words = ""]) => words);
  const texts = [...shown, ...streamed.filter((words) => !OF_THE_MACHINE.test(words))];
  return { status, location: without(location), texts: [...new Set(texts)].sort() };
}

function expectNothingOf(answer: Answer): void {
  for (const secret of place.secrets) {
    expect(answer.body).not.toContain(secret);
    expect(answer.body).not.toContain(encodeURIComponent(secret));
  }
}

describe.each(DOORS)("$name", ({ ask, names, kind }) => {
  it("leads nobody in, and says the same of an office that does not exist", async () => {
    const { foreign, visitors } = place;
    const unknown = unknownThings("finns-inte");
    const answer = await ask(visitors.nobody, foreign);
    expect(told(answer, foreign)).toEqual(told(await ask(visitors.nobody, unknown), unknown));
    expectNothingOf(answer);
    if (kind === "route") expect(answer.status).toBe(401);
    else if (kind === "words" || kind === "typed") expect(answer.body).toContain(text("form.loggedOut"));
    else expect(answer.location).toMatch(/^\/login\?next=/);
  });

  it("is not to be told from nothing by a colleague of another office", async () => {
    const { foreign, visitors } = place;
    const unknown = unknownThings("finns-inte");
    const answer = await ask(visitors.stranger, foreign);
    expect(told(answer, foreign)).toEqual(told(await ask(visitors.stranger, unknown), unknown));
    expectNothingOf(answer);
    if (kind === "words") expect(answer.body).toContain(text("mailings.errors.no_access"));
    else if (kind === "typed") expect(answer.body).toContain(text("form.noOffice"));
    else expect(answer.status).toBe(404);
  });

  it("gives nothing of another office to whoever names it in the own one", async () => {
    const { foreign, own, visitors } = place;
    const { slug: _, headSlug: __, version: ___, ...things } = own;
    for (const thing of Object.keys(things) as (keyof typeof things)[]) {
      const mixed = { ...own, [thing]: foreign[thing] };
      const unknown = { ...own, [thing]: randomUUID() };
      if (JSON.stringify(names(mixed)) === JSON.stringify(names(own))) continue;
      const answer = await ask(visitors.stranger, mixed);
      const other = await ask(visitors.stranger, unknown);
      expect([thing, told(answer, mixed)]).toEqual([thing, told(other, unknown)]);
      expectNothingOf(answer);
      expect([thing, answer.status]).not.toEqual([thing, 500]);
    }
  });

  it("has left every row of the other office as it was", async () => {
    expect(await place.foreignRows()).toBe(before);
  });
});

describe("whoever belongs there gets in, so that the refusals above mean something", () => {
  it.each([
    ...Object.entries(PAGES).map(([name, address]) => ({ name, ask: page(address) })),
    ...Object.keys(ROUTES).map((name) => ({ name, ask: route(name) })),
  ])("$name", async ({ ask }) => {
    const { status } = await ask(place.visitors.owner, place.foreign);
    expect([200, 303]).toContain(status);
  });

  it.each(Object.keys(ACTS))("%s", async (name) => {
    const { foreign, visitors } = place;
    const unknown = { ...unknownThings(foreign.slug) };
    const ask = act(name);
    const nothing = told(await ask(visitors.owner, unknown), unknown);
    const rows = await place.foreignRows();
    const answer = await ask(visitors.owner, foreign);
    expect([200, 303]).toContain(answer.status);
    const changed = (await place.foreignRows()) !== rows;
    if (ACTS[name]?.sameForAll) expect(answer.body).toContain(ACTS[name].sameForAll);
    else expect({ changed, ...told(answer, foreign) }).not.toEqual({ changed: false, ...nothing });
  });
});
