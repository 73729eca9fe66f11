import type { Needs } from "./needs";

type Rights = [register: "none" | "read" | "write", mailings: "none" | "read" | "write"];

export type Caller = {
  /** Place in the office whose doors are tried. */
  home?: "administrator" | Rights;
  /** Place in its head office; `group`: looks after a group that the office is in. */
  head?: "administrator" | "group";
  /** Place in an office that has nothing to do with it. */
  elsewhere?: "administrator";
  /** What opens to them, of what a door can ask for. */
  opens: readonly Needs[];
};

const READ: Needs[] = ["place", "register.read", "mailings.read"];
const WRITE: Needs[] = [...READ, "register.write", "mailings.write"];
const MANAGE: Needs[] = [...WRITE, "administrator"];

/** The people who try each door. */
export const CALLERS = {
  stranger: { opens: [] },
  "another office's administrator": { elsewhere: "administrator", opens: [] },
  "a colleague without rights": { home: ["none", "none"], opens: ["place"] },
  "a reader": { home: ["read", "read"], opens: READ },
  "a reader of the register": { home: ["read", "none"], opens: ["place", "register.read"] },
  "a writer of the register": {
    home: ["write", "none"],
    opens: ["place", "register.read", "register.write"],
  },
  "a writer of mailings": { home: ["none", "write"], opens: ["place", "mailings.read", "mailings.write"] },
  "a writer": { home: ["write", "write"], opens: WRITE },
  "the administrator": { home: "administrator", opens: MANAGE },
  "a group's administrator": { head: "group", opens: MANAGE },
  "the head office's administrator": { head: "administrator", opens: [...MANAGE, "head"] },
} satisfies Record<string, Caller>;

export type CallerName = keyof typeof CALLERS;

export type Outcome = "login" | "hidden" | "forbidden" | "in";

/**
 * The expected answer of a door: people without a place in the office must not learn that it exists, and
 * people with a place but without the right are told so.
 */
export function expected(name: CallerName, needs: Needs): Outcome {
  const { home, head, opens }: Caller = CALLERS[name];
  if (opens.includes(needs)) return "in";
  const belongs = needs === "head" ? head : (home ?? head);
  return belongs ? "forbidden" : "hidden";
}
