import { eq, sql } from "drizzle-orm";
import { offices } from "@/lib/db/schema/offices";
import type { Tx } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import type { Inheritable } from "@/lib/offices/choices";

export type OwnOffice = Pick<
  typeof offices.$inferSelect,
  "id" | "name" | "language" | "timeZone" | "replyTo" | "postalAddress" | "footer" | "logoId"
>;

/**
 * The office with its effective settings: its own, or else those that it inherits.
 *
 * @throws NotFound if there is none.
 */
export async function ownOffice(tx: Tx, officeId: string): Promise<OwnOffice> {
  const [office] = await tx
    .select({
      id: offices.id,
      name: offices.name,
      language: offices.language,
      timeZone: offices.timeZone,
      replyTo: valid("replyTo"),
      postalAddress: valid("postalAddress"),
      footer: valid("footer"),
      logoId: valid("logoId"),
    })
    .from(offices)
    .where(eq(offices.id, officeId));
  if (!office) throw new NotFound();
  return office;
}

/** What the office's mails show of it. */
export function contentOffice(office: OwnOffice) {
  return {
    name: office.name,
    ...(office.logoId && { logoUrl: logoUrl(office.logoId) }),
    ...(office.postalAddress && { address: office.postalAddress }),
    ...(office.footer && { footer: office.footer }),
  };
}

/** The public address of a logo, from which mail programs fetch it. */
function logoUrl(logoId: string): string {
  return `${env().APP_URL}/logo/${logoId}`;
}

function valid(setting: Inheritable) {
  return sql<string | null>`coalesce(${offices[setting]}::text, ${offices.inherited} ->> ${setting})`;
}
