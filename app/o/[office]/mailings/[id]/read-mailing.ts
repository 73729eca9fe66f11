import { cache } from "react";
import { withOffice } from "@/lib/db/tenant";
import { getMailing } from "@/lib/mailings/queries";

/** The mailing that a page is about, read once for its title and for itself. @throws NotFound */
export const readMailing = cache((officeId: string, id: string) =>
  withOffice(officeId, (tx) => getMailing(tx, officeId, id)),
);
