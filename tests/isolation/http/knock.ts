import { randomInt, randomUUID } from "node:crypto";
import type { Answer, Visitor } from "@/tests/support/visitor";
import { ACTS } from "./acts";
import { PAGES, ROUTES, type Things } from "./doors";
import { builtActions } from "./map";

export type Ask = (visitor: Visitor, of: Things) => Promise<Answer>;

export type Door = {
  name: string;
  /** `words`: an action that says in words what keeps it from being done; `typed`: that the session has ended, or the
   *  office is not there. */
  kind: "page" | "route" | "act" | "typed" | "words";
  ask: Ask;
  /** The arguments that name the things it is called with. */
  names: (of: Things) => unknown;
};

/** A page, by its address. */
export const page =
  (address: (of: Things) => string): Ask =>
  (visitor, of) =>
    visitor.ask(address(of));

/** A route handler, by its method and address. */
export const route =
  (name: string): Ask =>
  (visitor, of) => {
    const { path, body } = ROUTES[name]?.(of) ?? { path: "" };
    return visitor.ask(path, { method: name.split(" ")[0] ?? "", ...(body && { body }) });
  };

/** Called from a page that the caller may see or not: what decides is the action itself. */
export const act =
  (name: string, args: (of: Things) => unknown[] = ACTS[name]?.args ?? (() => [])): Ask =>
  (visitor, of) => {
    const built = builtActions().get(name);
    const path = (built?.page ?? "").replace("[office]", of.slug).replace(/\[\w+\]/g, randomUUID());
    return visitor.act(path, built?.id ?? "", args(of));
  };

/** Every door of an office; actions in an order in which each still finds its things. */
export const DOORS: Door[] = [
  ...Object.entries(PAGES).map(([name, names]): Door => ({ name, names, kind: "page", ask: page(names) })),
  ...Object.entries(ROUTES).map(([name, names]): Door => ({ name, names, kind: "route", ask: route(name) })),
  ...Object.entries(ACTS).map(
    ([name, { args: names, inWords, typed }]): Door => ({
      name,
      names,
      kind: inWords ? "words" : typed ? "typed" : "act",
      ask: act(name),
    }),
  ),
];

/** A new network address each time, so that limits refuse none of many requests. */
export const fromAnywhere = () => ({
  "x-forwarded-for": [10, ...Array.from({ length: 3 }, () => randomInt(1, 255))].join("."),
});
