import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { text } from "@/tests/support/texts";
import type { Answer, Visitor } from "@/tests/support/visitor";
import { PUBLIC_ACTIONS } from "./acts";
import { CALLERS, type CallerName, expected, type Outcome } from "./callers";
import { PUBLIC_PAGES, PUBLIC_ROUTES, type Things } from "./doors";
import { DOORS, type Door, fromAnywhere } from "./knock";
import { builtActions } from "./map";
import { NEEDS } from "./needs";
import { OPEN } from "./open";
import { openTwoOffices } from "./two-offices";

const NAMES = Object.keys(CALLERS) as CallerName[];

let place: Awaited<ReturnType<typeof openTwoOffices>>;
let callers: Map<CallerName, Visitor>;
beforeAll(async () => {
  place = await openTwoOffices();
  callers = new Map();
  for (const name of NAMES) callers.set(name, await place.enter(CALLERS[name]));
});
afterAll(() => place?.close());

const visitor = (name: CallerName) => callers.get(name) ?? place.visitors.nobody;

it("every door says what it needs, or what it answers to everybody", () => {
  expect(Object.keys(NEEDS).sort()).toEqual(DOORS.map(({ name }) => name).sort());
  const open = { ...PUBLIC_PAGES, ...PUBLIC_ROUTES, ...PUBLIC_ACTIONS };
  expect(Object.keys(OPEN).sort()).toEqual(Object.keys(open).sort());
});

/** How a door has answered: what is done behind it is for other tests. */
function outcomeOf({ status, location, body }: Answer, kind: Door["kind"]): Outcome | number {
  if (status >= 500) return status;
  if ((kind === "words" || kind === "typed") && body.includes(text("form.loggedOut"))) return "login";
  if (kind === "typed" && body.includes(text("form.noOffice"))) return "hidden";
  if (kind === "words") {
    if (body.includes(text("mailings.errors.no_right"))) return "forbidden";
    const hidden = ["no_access", "not_a_draft"] as const;
    return hidden.some((code) => body.includes(text(`mailings.errors.${code}`))) ? "hidden" : "in";
  }
  if (status === 401 || location.startsWith("/login")) return "login";
  if (status === 404) return "hidden";
  return status === 403 ? "forbidden" : "in";
}

/** The programs of the office that a page leads to, anywhere in its markup or in what React gets. Its own address it may know. */
function programsIn({ body }: Answer, slug: string): string[] {
  const links = body.replaceAll('\\"', '"').matchAll(new RegExp(`href"?[=:]"/o/${slug}/(\\w+)"`, "g"));
  return [...new Set([...links].map(([, key = ""]) => key))];
}

function programsOf(name: CallerName): string[] {
  const opens: readonly string[] = CALLERS[name].opens;
  return [
    ...(opens.includes("register.read") ? ["members"] : []),
    ...(opens.includes("mailings.read") ? ["mailings"] : []),
    ...(opens.includes("administrator") ? ["colleagues", "settings", "log"] : []),
  ];
}

/** What callers get to see at a door, all at once. */
const outcomes = (names: readonly CallerName[], { ask, kind }: Door, of: Things) =>
  Promise.all(names.map(async (name) => [name, outcomeOf(await ask(visitor(name), of), kind)]));

/** Those who have much in one office, and nothing in the other. */
const OUTSIDE = NAMES.filter((name) => CALLERS[name].opens.length > 3);

const ofOffice = DOORS.filter(({ kind }) => kind === "page" || kind === "route");
const deeds = DOORS.filter(({ kind }) => kind !== "page" && kind !== "route");
const needsOf = (name: string) => NEEDS[name] ?? "place";

describe.each(ofOffice)("$name", (door) => {
  const needs = needsOf(door.name);

  it(`opens to whoever has ${needs}, and shows no more than they may open`, async () => {
    const of = place.foreign;
    const seen = await Promise.all(
      NAMES.map(async (name) => ({ name, answer: await door.ask(visitor(name), of) })),
    );
    expect(seen.map(({ name, answer }) => [name, outcomeOf(answer, door.kind)])).toEqual(
      NAMES.map((name) => [name, expected(name, needs)]),
    );
    if (door.kind !== "page" || needs === "head") return;
    for (const { name, answer } of seen) {
      const shown = programsIn(answer, of.slug);
      const may = programsOf(name);
      if (answer.status === 200)
        expect([name, may.filter((one) => !shown.includes(one))]).toEqual([name, []]);
      expect([name, shown.filter((one) => !may.includes(one))]).toEqual([name, []]);
      if (answer.status === 403) expect(answer.body).toContain(text("errors.forbiddenTitle"));
    }
  });

  it("sends nobody to the login", async () => {
    expect(outcomeOf(await door.ask(place.visitors.nobody, place.foreign), door.kind)).toBe("login");
  });

  it("is not there for those of other offices", async () => {
    expect(await outcomes(OUTSIDE, door, place.own)).toEqual(OUTSIDE.map((name) => [name, "hidden"]));
  });
});

describe.each(deeds)("$name", (door) => {
  const needs = needsOf(door.name);
  const refused = NAMES.filter((name) => expected(name, needs) !== "in");

  it(`is refused to whoever lacks ${needs}, and changes nothing`, async () => {
    const before = await place.foreignRows();
    expect(await outcomes(refused, door, place.foreign)).toEqual(
      refused.map((name) => [name, expected(name, needs)]),
    );
    expect(outcomeOf(await door.ask(place.visitors.nobody, place.foreign), door.kind)).toBe("login");
    expect(await place.foreignRows()).toBe(before);
  });

  it("is not there for those of other offices", async () => {
    const before = await place.ownRows();
    expect(await outcomes(OUTSIDE, door, place.own)).toEqual(OUTSIDE.map((name) => [name, "hidden"]));
    expect(await place.ownRows()).toBe(before);
  });
});

/** Status, and where it leads to, without query and address of the installation. */
const shown = ({ status, location }: Answer) =>
  [String(status), location.replace(place.url, "").replace(/[?;].*/, "")].filter(Boolean).join(" ");

async function knock(name: string, who: Visitor): Promise<Answer> {
  const { args, form } = OPEN[name] ?? {};
  const body = form && new FormData();
  for (const [field, value] of Object.entries(form ?? {})) body?.set(field, value);
  if (args) {
    const built = builtActions().get(name);
    return who.act(built?.page ?? "/", built?.id ?? "", body ? [...args, body] : args);
  }
  const [method, pattern] = name.includes(" ") ? name.split(" ") : ["GET", name];
  const path = (pattern ?? "").replace("[...nextauth]", "csrf").replace(/\[\w+\]/, "unknown");
  return who.ask(path, { method: method ?? "GET", headers: fromAnywhere(), ...(body && { body }) });
}

/** One with no office, and one with several. */
const PERSONS = ["stranger", "the head office's administrator"] as const;

const open = (name: string) => {
  it("answers nobody, and whoever is logged in, as declared", async () => {
    expect(shown(await knock(name, place.visitors.nobody))).toBe(OPEN[name]?.nobody);
    const answers = [];
    for (const person of PERSONS) answers.push(shown(await knock(name, visitor(person))));
    expect(answers).toEqual(PERSONS.map(() => OPEN[name]?.person));
  });
};

describe.each(Object.keys(OPEN).filter((name) => !name.includes("#")))("%s", open);

/* From here on things change: each act is done by somebody who has no more than the right to it. */
describe.each(deeds)("$name", (door) => {
  const allowed = NAMES.filter((name) => expected(name, needsOf(door.name)) === "in");

  it("reaches nothing of another office from the own one", async () => {
    const { slug, headSlug, version } = place.foreign;
    const mixed = { ...place.own, slug, headSlug, version };
    if (JSON.stringify(door.names(mixed)) === JSON.stringify(door.names(place.foreign))) return;
    const before = await place.ownRows();
    for (const [, outcome] of await outcomes(allowed, door, mixed)) expect(outcome).not.toBe("forbidden");
    expect(await place.ownRows()).toBe(before);
  });

  it(`is done by ${allowed[0]}`, async () => {
    expect(await outcomes(allowed.slice(0, 1), door, place.foreign)).toEqual([[allowed[0], "in"]]);
  });
});

describe.each(Object.keys(OPEN).filter((name) => name.includes("#")))("%s", open);
