import { logEntries } from "@/lib/db/schema/log-book";
import type { Tx } from "@/lib/db/tenant";
import type { Act } from "@/lib/log-book/acts";

/** Who does something in an office. */
export type Actor =
  | {
      kind: "colleague";
      id: string;
      name: string;
      /** The head office whose administrators' rights they use; null for a colleague of the office itself. */
      from: string | null;
    }
  /** A member, by a link in a mail. */
  | { kind: "member" }
  /** Whoever reads the mail to an address of the office itself. */
  | { kind: "mailbox" }
  /** Whoever runs the installation, from the shell. */
  | { kind: "operator" }
  /** The program, by a rule of its own. */
  | { kind: "program" };

/** Somebody who has logged in. */
export type Colleague = Extract<Actor, { kind: "colleague" }>;

export type Entry = {
  actor: Actor;
  act: Act;
  /** The thing concerned and its name at the time; left out when there were many. */
  object?: { id: string; name: string };
  /** Arguments of the act's text; `fields` are names of fields of a card, with commas between. */
  details?: Record<string, string | number>;
};

/**
 * Writes into the office's log, in the transaction of the change itself, so that either both exist or
 * neither. `details` must not contain data of members: the log stays when they are erased.
 */
export async function record(tx: Tx, officeId: string, ...entries: Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.insert(logEntries).values(entries.map((entry) => rowOf(officeId, entry)));
}

/** As `record`, the same into the logs of several offices; in a transaction as `auth`. */
export async function recordInOffices(tx: Tx, officeIds: readonly string[], entry: Entry): Promise<void> {
  if (officeIds.length === 0) return;
  await tx.insert(logEntries).values(officeIds.map((officeId) => rowOf(officeId, entry)));
}

function rowOf(officeId: string, { actor, act, object, details }: Entry) {
  return {
    officeId,
    actorKind: actor.kind,
    ...(actor.kind === "colleague" && { actorId: actor.id, actorName: actor.name, actorFrom: actor.from }),
    act,
    ...(object && { objectId: object.id, objectName: object.name }),
    ...(details && { details }),
  };
}
