"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Outcome } from "@/app/_components/ui/button-form";
import { actionGuard } from "@/app/_edge/action";
import { flash } from "@/app/_edge/flash";
import { onPage } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { getMailing } from "@/lib/mailings/queries";
import { stopTrying } from "@/lib/mailings/stop-trying";
import { problemText } from "../problem";

/** Gives up on the messages that are being tried again. */
export async function giveUp(slug: string, id: string): Promise<Outcome> {
  const { office, actor } = await actionGuard(slug, { program: "mailings", right: "write" });
  await onPage(() => withOffice(office.id, (tx) => getMailing(tx, office.id, id)));
  const here = `/o/${slug}/mailings/${id}`;
  let count: number;
  try {
    count = await stopTrying(office.id, actor, id);
  } catch (error) {
    revalidatePath(here);
    return { problem: await problemText(error) };
  }
  const t = await getTranslations("results.giveUp");
  await flash(t("done", { count }));
  redirect(here);
}
