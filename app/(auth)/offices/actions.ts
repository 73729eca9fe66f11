"use server";

import { redirect } from "next/navigation";
import { userGuard } from "@/app/_edge/page";
import { acceptInvitation, declineInvitation } from "@/lib/colleagues/accept";
import { Conflict } from "@/lib/errors";

/** Accepts one's own invitation to an office, and enters it. */
export async function accept(slug: string): Promise<void> {
  const user = await userGuard();
  try {
    await acceptInvitation({ id: user.id, name: user.name || user.email }, slug);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    redirect("/offices?done=gone");
  }
  redirect(`/o/${slug}`);
}

/** Declines an invitation of the person. */
export async function decline(slug: string): Promise<void> {
  const user = await userGuard();
  await declineInvitation({ id: user.id, name: user.name || user.email }, slug);
  redirect("/offices");
}
