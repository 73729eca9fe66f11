import { eq } from "drizzle-orm";
import { offices } from "@/lib/db/schema/offices";
import type { Tx } from "@/lib/db/tenant";
import { NotFound } from "@/lib/errors";

export type OwnOffice = Pick<
  typeof offices.$inferSelect,
  "id" | "name" | "language" | "timeZone" | "replyTo" | "postalAddress" | "footer"
>;

/**
 * The office of the transaction.
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
      replyTo: offices.replyTo,
      postalAddress: offices.postalAddress,
      footer: offices.footer,
    })
    .from(offices)
    .where(eq(offices.id, officeId));
  if (!office) throw new NotFound();
  return office;
}

/** The office as it stands in its mails. */
export function contentOffice(office: OwnOffice): { name: string; address?: string; footer?: string } {
  return {
    name: office.name,
    ...(office.postalAddress && { address: office.postalAddress }),
    ...(office.footer && { footer: office.footer }),
  };
}
