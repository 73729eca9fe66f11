import { Unavailable } from "@/lib/errors";
import { log } from "@/lib/log";

/**
 * deadlock_detected and serialization_failure: the transaction left nothing. So it is with unique_violation and
 * foreign_key_violation: what was looked for before the row was written has been made, or has gone, at the
 * same moment, and is seen the next time (PostgreSQL, "Serialization Failure Handling").
 */
const AGAIN = new Set(["40P01", "40001", "23505", "23503"]);
/** invalid_sql_statement_name and duplicate_prepared_statement. */
const NAMES = new Set(["26000", "42P05"]);
/** Connection failed, out of room or memory, shut down or starting, input or output failed, a standby. */
const DOWN = /^(08|53|57P0|58|25006)/;

/** The connection of a transaction is gone. */
export class LostConnection extends Error {
  constructor(
    cause: unknown,
    /** The commit was on its way: what became of it is not known. */
    readonly whileCommitting: boolean,
  ) {
    super(
      whileCommitting
        ? "the connection was lost during a commit: whether it was done is not known"
        : "the connection was lost within a transaction: it left nothing",
      { cause },
    );
  }
}

/** The transaction left nothing behind and may go through the next time. */
export function canRunAgain(error: unknown): boolean {
  if (error instanceof LostConnection) return !error.whileCommitting;
  return AGAIN.has(sqlState(error)) || isAboutNames(error);
}

/** A connection did not have the named statement that was asked for, or has it from somebody else. */
export function isAboutNames(error: unknown): boolean {
  return NAMES.has(sqlState(error));
}

/** What the caller gets to see: faults of the database itself become `Unavailable`, and are logged. */
export function translated(error: unknown): unknown {
  forgetValues(error);
  const down = error instanceof LostConnection || DOWN.test(sqlState(error));
  const told = down ? new Unavailable(innermost(error), messageOf(error)) : error;
  if (told instanceof Unavailable) log().error({ err: told.cause }, told.message);
  return told;
}

/**
 * Takes out of an error what the statement was about: drizzle tells the parameters, PostgreSQL the row.
 * Whoever logs it, Next itself among them, would write down addresses and hashes.
 */
function forgetValues(error: unknown): void {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    const [statement = ""] = e.message.split("\nparams: ");
    if (e.stack) e.stack = e.stack.replace(e.message, statement);
    e.message = statement;
    for (const told of ["params", "detail", "where", "parameters"])
      if (told in e) Reflect.deleteProperty(e, told);
  }
}

function messageOf(error: unknown): string {
  return error instanceof LostConnection ? error.message : `the database cannot go on (${sqlState(error)})`;
}

/* What drizzle wraps around it tells the parameters too, and those are personal data. */
function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;
}

function sqlState(error: unknown): string {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ("code" in e && typeof e.code === "string") return e.code;
  }
  return "";
}
