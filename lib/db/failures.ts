import { sqlState } from "@/lib/db/sql-state";
import { Unavailable } from "@/lib/errors";
import { log } from "@/lib/log";

/**
 * deadlock_detected and serialization_failure: the transaction was rolled back. So it was with
 * unique_violation and foreign_key_violation: between our look and our write somebody else has created or
 * deleted the row, and the next try sees that (PostgreSQL, "Serialization Failure Handling").
 */
const AGAIN = new Set(["40P01", "40001", "23505", "23503"]);
/** invalid_sql_statement_name and duplicate_prepared_statement. */
const NAMES = new Set(["26000", "42P05"]);
/** Connection failures, no space or memory, shutting down or starting, I/O errors, a read-only standby. */
const DOWN = /^(08|53|57P0|58|25006)/;

/** The connection of a transaction is gone. */
export class LostConnection extends Error {
  constructor(
    cause: unknown,
    /** The commit had been sent, so its outcome is not known. */
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

/** Whether the transaction was rolled back and may succeed if it is run again. */
export function canRunAgain(error: unknown): boolean {
  if (error instanceof LostConnection) return !error.whileCommitting;
  return AGAIN.has(sqlState(error)) || isAboutNames(error);
}

/** Whether a prepared statement was missing on the connection, or was there already from another client. */
export function isAboutNames(error: unknown): boolean {
  return NAMES.has(sqlState(error));
}

/** The error that the caller gets: failures of the database itself become `Unavailable`, and are logged. */
export function translated(error: unknown): unknown {
  forgetValues(error);
  const down = error instanceof LostConnection || DOWN.test(sqlState(error));
  const told = down ? new Unavailable(innermost(error), messageOf(error)) : error;
  if (told instanceof Unavailable) log().error({ err: told.cause }, told.message);
  return told;
}

/**
 * Removes the values of a statement from an error: drizzle includes the parameters, PostgreSQL the row.
 * Otherwise whoever logs the error, Next included, would write down addresses and hashes.
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

/* drizzle's wrapper has the parameters too, which are personal data. */
function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;
}
