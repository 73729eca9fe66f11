import { connect } from "@/lib/db/client";
import { LostConnection } from "@/lib/db/failures";
import { Statements, type Tx } from "@/lib/db/statements";

export type Role = "office" | "auth" | "system";

/**
 * One transaction on a connection of its own, in this role and office.
 *
 * @param officeId a UUID or empty: it becomes part of the statement unescaped.
 * @throws LostConnection when the connection was lost; whatever else the work or a statement throws.
 */
export async function transact<T>(role: Role, officeId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = await connect();
  const statements = new Statements(connection);
  let lost: Error | undefined;
  let committing = false;
  const noteLoss = (error: Error) => {
    lost ??= error;
  };
  connection.on("error", noteLoss);
  try {
    /* One message for all three, sent without waiting for its answer. If it fails, the transaction accepts
       no statement, and without its role the login may do nothing. */
    const begun = connection.query(
      `begin; select set_config('role', '${role}', true), set_config('app.office', '${officeId}', true)`,
    );
    begun.catch(() => {});
    const result = await work(statements.tx);
    await begun;
    await statements.finish();
    committing = true;
    const { command } = await connection.query("commit");
    if (command !== "COMMIT") throw new Error("the transaction was rolled back instead of committed");
    return result;
  } catch (error) {
    await statements.finish().catch(() => {});
    if (!lost) await connection.query("rollback").catch(noteLoss);
    throw lost ? new LostConnection(error, committing) : error;
  } finally {
    connection.off("error", noteLoss);
    connection.release(lost);
  }
}
