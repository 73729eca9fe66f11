import { DrizzleQueryError } from "drizzle-orm";

/** An error and what lies behind it, for a person. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message}` : "";
  return `${error.message}${cause}`;
}

const UNMIGRATED = "The database is not of this version, or not of this login. Run npm run db:migrate.";

/** By the code of the system or of PostgreSQL, what an operator can do about it. */
const REMEDIES: Record<string, string> = {
  ECONNREFUSED: "The database does not answer. Is Brevduva running? Start it with npm start.",
  /* No such table or column; and a transaction that could not take its role. */
  "42P01": UNMIGRATED,
  "42703": UNMIGRATED,
  "25P02": UNMIGRATED,
};

/** What a person is told when a command fails: the error's own words, but for a statement those of the database. */
export function explainToOperator(error: unknown): string {
  let last = error;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const remedy = "code" in cause ? REMEDIES[String(cause.code)] : undefined;
    if (remedy) return remedy;
    last = cause;
  }
  return explain(error instanceof DrizzleQueryError ? last : error);
}
