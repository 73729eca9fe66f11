import type postgres from "postgres";

/**
 * Exempts an office from judging its rates, because more mails will bounce than a sending office may have.
 */
export async function leaveUnjudged(own: postgres.Sql, officeId: string): Promise<void> {
  await own`update offices set judged_from = 'infinity' where id = ${officeId}`;
}
