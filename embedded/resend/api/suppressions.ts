import type postgres from "postgres";
import { z } from "zod";
import { findSuppression, listSuppressions, suppress, unsuppress } from "../store/suppressions";
import { addressIn } from "./addresses";
import { invalid, notFound } from "./errors";
import { pageOf } from "./query";

type Announced = { shuffleMs: number } | undefined;

const newSuppression = z.object({ email: z.string() });
const originFilter = z.enum(["bounce", "complaint", "manual"]).optional();

/** `GET /suppressions`, newest first. */
export async function listSuppressed(sql: postgres.Sql, query: URLSearchParams): Promise<unknown> {
  const origin = originFilter.safeParse(query.get("origin") ?? undefined);
  if (!origin.success) throw invalid("The `origin` must be bounce, complaint or manual.");
  const list = await listSuppressions(sql, pageOf(query), origin.data);
  if (!list) throw invalid("The pagination cursor is not a suppression.");
  return { object: "list", has_more: list.hasMore, data: list.rows };
}

/** `POST /suppressions` */
export async function addSuppression(
  sql: postgres.Sql,
  body: unknown,
  announced: Announced,
): Promise<unknown> {
  const email = newSuppression.safeParse(body).data?.email;
  const address = email && addressIn(email);
  if (!address) throw invalid("Invalid `email` field.");
  const added = await sql.begin((tx) =>
    suppress(tx, { email: address, origin: "manual", sourceId: null }, announced),
  );
  return { object: "suppression", id: added.id };
}

/** `GET /suppressions/:idOrEmail` */
export async function retrieveSuppression(sql: postgres.Sql, idOrEmail: string): Promise<unknown> {
  const found = await findSuppression(sql, idOrEmail);
  if (!found) throw notFound("Suppression");
  return { object: "suppression", ...found };
}

/** `DELETE /suppressions/:idOrEmail` */
export async function removeSuppression(
  sql: postgres.Sql,
  idOrEmail: string,
  announced: Announced,
): Promise<unknown> {
  const removed = await sql.begin((tx) => unsuppress(tx, idOrEmail, announced));
  if (!removed) throw notFound("Suppression");
  return { object: "suppression", id: removed.id, deleted: true };
}
