"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { actionGuard, argument, formGuard } from "@/app/_edge/action";
import { flash } from "@/app/_edge/flash";
import { textOf } from "@/app/_edge/form";
import { tooManyText } from "@/app/_edge/too-many";
import { translate } from "@/app/_edge/translate";
import { changeRights, removeColleague } from "@/lib/colleagues/change";
import { invitationSchema, rightsSchema } from "@/lib/colleagues/input";
import { inviteColleague, resendInvitation, withdrawInvitation } from "@/lib/colleagues/invite";
import { Invalid, Outdated, TooMany } from "@/lib/errors";
import { take } from "@/lib/limits/take";
import { type ColleagueState, refusedState, typedColleague } from "./colleague-state";

const ADMINISTRATOR = { administrator: true } as const;

/** Invites whoever has the address, and goes back to the list. */
export async function invite(slug: string, _: ColleagueState, form: FormData): Promise<ColleagueState> {
  const values = typedColleague(form);
  const here = await formGuard(slug, ADMINISTRATOR);
  if ("message" in here) return { values, errors: {}, ...here };
  const { office, actor, user } = here;
  const t = await getTranslations();
  const input = invitationSchema.safeParse(values);
  if (!input.success) return { values, errors: { email: t("auth.faults.emailWrong") } };
  let mailed: boolean;
  try {
    await take("invitation", user.id);
    mailed = await inviteColleague(office, actor, input.data);
  } catch (error) {
    return refusedState(values, error);
  }
  await flash(
    t(mailed ? "colleagues.invite.done" : "colleagues.invite.notMailed", { email: input.data.email }),
  );
  redirect(`/o/${slug}/colleagues`);
}

/** Mails an invitation again. */
export async function resend(slug: string, userId: string): Promise<void> {
  const { office, actor, user } = await actionGuard(slug, ADMINISTRATOR);
  const t = await getTranslations("colleagues");
  try {
    await take("invitation", user.id);
    const mailed = await translate(() => resendInvitation(office, actor, userId));
    await flash(t(mailed ? "invited.resent" : "invited.notResent"));
  } catch (error) {
    if (error instanceof TooMany) await flash(await tooManyText(error));
    else if (error instanceof Invalid) await flash(t("faults.office_suspended"));
    else throw error;
  }
  redirect(`/o/${slug}/colleagues`);
}

/** Takes an invitation back. */
export async function withdraw(slug: string, userId: string): Promise<void> {
  const { office, actor } = await actionGuard(slug, ADMINISTRATOR);
  await translate(() => withdrawInvitation(office.id, actor, userId));
  const t = await getTranslations("colleagues.invited");
  await flash(t("withdrawn"));
  redirect(`/o/${slug}/colleagues`);
}

/** Changes what a colleague may do, unless somebody else did so meanwhile: then it asks once more. */
export async function saveRights(
  slug: string,
  userId: string,
  _: ColleagueState,
  form: FormData,
): Promise<ColleagueState> {
  const values = typedColleague(form);
  const version = textOf(form, "version");
  const here = await formGuard(slug, ADMINISTRATOR);
  if ("message" in here) return { values, errors: {}, version, ...here };
  const { office, actor } = here;
  const rights = argument(rightsSchema, values);
  const t = await getTranslations("colleagues");
  try {
    await translate(() => changeRights(office.id, actor, userId, version, rights));
  } catch (error) {
    if (error instanceof Outdated) {
      return { values, errors: {}, version: error.version, message: t("outdated"), tone: "warning" };
    }
    if (!(error instanceof Invalid)) throw error;
    return { ...(await refusedState(values, error)), version };
  }
  await flash(t("saved"));
  redirect(userId === actor.id && rights.role !== "administrator" ? `/o/${slug}` : `/o/${slug}/colleagues`);
}

/** Takes a colleague out of the office. */
export async function remove(slug: string, userId: string): Promise<void> {
  const { office, actor } = await actionGuard(slug, ADMINISTRATOR);
  const t = await getTranslations("colleagues");
  try {
    await translate(() => removeColleague(office.id, actor, userId));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    redirect(`/o/${slug}/colleagues/${userId}?refused=lastAdministrator`);
  }
  await flash(t("remove.done"));
  redirect(userId === actor.id && actor.from === null ? "/offices" : `/o/${slug}/colleagues`);
}
