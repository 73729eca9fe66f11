"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { Outcome } from "@/app/_components/ui/button-form";
import { actionGuard, argument } from "@/app/_edge/action";
import { onPage } from "@/app/_edge/page";
import type { InOffice } from "@/lib/auth/require-office";
import { withOffice } from "@/lib/db/tenant";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { getMailing } from "@/lib/mailings/queries";
import { unscheduleMailing } from "@/lib/mailings/schedule";
import { requestRefresh } from "@/lib/messages/refresh";
import { problemText } from "../problem";

const DO = {
  unschedule: unscheduleMailing,
  pause: pauseMailing,
  resume: resumeMailing,
  cancel: cancelMailing,
};

const verbSchema = z.enum(["unschedule", "pause", "resume", "cancel"]);

export type Verb = z.output<typeof verbSchema>;

/** Makes a scheduled mailing a draft again, pauses one, goes on with it, or cancels it. */
export async function holdMailing(slug: string, id: string, verb: Verb): Promise<Outcome> {
  return withMailing(slug, id, ({ office, actor }) => DO[argument(verbSchema, verb)](office.id, actor, id));
}

/** "Uppdatera resultat". */
export async function updateResults(slug: string, id: string): Promise<Outcome> {
  return withMailing(slug, id, ({ office, user }) => requestRefresh(office.id, id, user.id));
}

async function withMailing(
  slug: string,
  id: string,
  work: (here: InOffice) => Promise<void>,
): Promise<Outcome> {
  const here = await actionGuard(slug, { program: "mailings", right: "write" });
  const read = () => onPage(() => withOffice(here.office.id, (tx) => getMailing(tx, here.office.id, id)));
  await read();
  let problem: string | null = null;
  try {
    await work(here);
  } catch (error) {
    problem = await problemText(error);
  }
  revalidatePath(`/o/${slug}/mailings/${id}`);
  const { state } = await read();
  /* Redirected here, because without scripts the page's own redirect would post the form again. */
  if (state === "draft") redirect(`/o/${slug}/mailings/${id}/edit`);
  return { problem };
}
