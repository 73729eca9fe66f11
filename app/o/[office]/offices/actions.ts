"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { flash } from "@/app/_edge/flash";
import { textOf } from "@/app/_edge/form";
import { tooManyText } from "@/app/_edge/too-many";
import { translate } from "@/app/_edge/translate";
import { Invalid, TooMany } from "@/lib/errors";
import { take } from "@/lib/limits/take";
import { deleteMemberOffice, RESTORE_DAYS } from "@/lib/offices/delete";
import { memberOfficeSchema, officeNameSchema } from "@/lib/offices/input";
import { createMemberOffice, renameMemberOffice } from "@/lib/offices/member-offices";
import { headOfficeFormGuard } from "./guard";
import type { OfficeState } from "./office-state";

/** Makes a member office, and invites whoever is to look after it. */
export async function createOffice(slug: string, _: OfficeState, form: FormData): Promise<OfficeState> {
  const values = { name: textOf(form, "name"), email: textOf(form, "email").trim() };
  const here = await headOfficeFormGuard(slug);
  if ("message" in here) return { values, errors: {}, ...here };
  const { office: head, actor } = here;
  const t = await getTranslations();
  const input = memberOfficeSchema.safeParse(values);
  if (!input.success) {
    const wrong = new Set(input.error.issues.map(({ path }) => String(path[0])));
    return {
      values,
      errors: {
        ...(wrong.has("name") && { name: t("offices.faults.name") }),
        ...(wrong.has("email") && { email: t("auth.faults.emailWrong") }),
      },
    };
  }
  const { name, email } = input.data;
  let mailed: boolean;
  try {
    await take("made", actor.id);
    if (email !== null) await take("invitation", actor.id);
    ({ mailed } = await createMemberOffice(head, actor, name, email));
  } catch (error) {
    if (error instanceof TooMany) return { values, errors: {}, message: await tooManyText(error) };
    if (!(error instanceof Invalid)) throw error;
    if (error.code === "ownAddress") return { values, errors: { email: t("offices.faults.ownAddress") } };
    return { values, errors: { name: t("offices.faults.office_suspended") } };
  }
  if (email === null) await flash(t("offices.new.done", { name }));
  else await flash(t(mailed ? "offices.new.invited" : "offices.new.notMailed", { name, email }));
  redirect(`/o/${slug}/offices`);
}

/** Gives a member office another name. */
export async function renameOffice(
  slug: string,
  id: string,
  _: OfficeState,
  form: FormData,
): Promise<OfficeState> {
  const values = { name: textOf(form, "name") };
  const here = await headOfficeFormGuard(slug);
  if ("message" in here) return { values, errors: {}, ...here };
  const { office: head, actor } = here;
  const t = await getTranslations("offices");
  const input = officeNameSchema.safeParse(values);
  if (!input.success) return { values, errors: { name: t("faults.name") } };
  await translate(() => renameMemberOffice(head, actor, id, input.data.name));
  await flash(t("renamed"));
  redirect(`/o/${slug}/offices/${id}`);
}

/** Closes a member office, when its name has been typed. */
export async function removeOffice(
  slug: string,
  id: string,
  _: OfficeState,
  form: FormData,
): Promise<OfficeState> {
  const values = { typed: textOf(form, "typed") };
  const here = await headOfficeFormGuard(slug);
  if ("message" in here) return { values, errors: {}, ...here };
  const { office: head, actor } = here;
  const t = await getTranslations("offices.delete");
  try {
    await translate(() => deleteMemberOffice(head, actor, id, values.typed));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const underWay = error.code === "underWay" && t("underWay", { count: Number(error.values.count) });
    return { values, errors: { typed: underWay || t("nameDiffers") } };
  }
  await flash(t("done", { days: RESTORE_DAYS }));
  redirect(`/o/${slug}/offices`);
}
