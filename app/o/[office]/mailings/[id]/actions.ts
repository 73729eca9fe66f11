"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { actionGuard } from "@/app/_edge/action";
import { onPage } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { getMailing } from "@/lib/mailings/queries";
import { requestRefresh } from "@/lib/messages/refresh";
import { problemText } from "../problem";

export type Outcome = { problem: string | null };

const DO = { pause: pauseMailing, resume: resumeMailing, cancel: cancelMailing };

const verbSchema = z.enum(["pause", "resume", "cancel"]);

export type Verb = z.output<typeof verbSchema>;

/** Pauses a mailing, goes on with it, or cancels it. */
export async function holdMailing(slug: string, id: string, verb: Verb): Promise<Outcome> {
  return withMailing(slug, id, (officeId) => DO[verbSchema.parse(verb)](officeId, id));
}

/** "Uppdatera resultat". */
export async function updateResults(slug: string, id: string): Promise<Outcome> {
  return withMailing(slug, id, (officeId, userId) => requestRefresh(officeId, id, userId));
}

async function withMailing(
  slug: string,
  id: string,
  work: (officeId: string, userId: string) => Promise<void>,
): Promise<Outcome> {
  const { office, user } = await actionGuard(slug, { program: "mailings", right: "write" });
  await onPage(() => withOffice(office.id, (tx) => getMailing(tx, office.id, id)));
  let problem: string | null = null;
  try {
    await work(office.id, user.id);
  } catch (error) {
    problem = await problemText(error);
  }
  revalidatePath(`/o/${slug}/mailings/${id}`);
  return { problem };
}
