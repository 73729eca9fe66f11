"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Outcome } from "@/app/_components/ui/button-form";
import { actionGuard } from "@/app/_edge/action";
import { requestConfirmations } from "@/lib/confirmations/request";
import { problemText } from "../problem";
import { askedIn } from "./address";

/** Sends the confirmation request, and shows how it goes. */
export async function ask(slug: string, asked: Record<string, unknown>): Promise<Outcome> {
  const { office, actor } = await actionGuard(slug, { program: "mailings", right: "write" });
  const t = await getTranslations("mailings");
  const request = askedIn(asked);
  if (!request) return { problem: t("errors.input") };
  const title = t(request.round === "first" ? "kind.confirmation_request" : "confirm.titleAgain");
  let mailingId: string;
  try {
    mailingId = await requestConfirmations(office.id, actor, request.audience, request.round, title);
  } catch (error) {
    return { problem: await problemText(error) };
  }
  /* On the way back, the old number of people to ask must not be shown. */
  revalidatePath(`/o/${slug}/mailings/confirm`);
  redirect(`/o/${slug}/mailings/${mailingId}`);
}
