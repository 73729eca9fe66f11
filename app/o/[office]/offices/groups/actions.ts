"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { flash } from "@/app/_edge/flash";
import { textOf, textsOf } from "@/app/_edge/form";
import { refusedAsTooMany } from "@/app/_edge/too-many";
import { translate } from "@/app/_edge/translate";
import { Outdated } from "@/lib/errors";
import { groupSchema } from "@/lib/groups/input";
import { changeGroup, createGroup, deleteGroup } from "@/lib/groups/write";
import { type Offer, offerOffices } from "@/lib/offices/offer";
import { headOfficeFormGuard, headOfficeGuard } from "../guard";
import { type GroupState, typedGroup } from "./group-state";

/** Makes a group of member offices. */
export async function addGroup(slug: string, before: GroupState, form: FormData): Promise<GroupState> {
  const written = typedGroup(form);
  const here = await headOfficeFormGuard(slug);
  if ("message" in here) return { ...before, ...written, errors: {}, tone: "error", ...here };
  const { office: head, actor, user } = here;
  const typed = { ...written, offered: await offered(head.id, form) };
  if (searches(form)) return { ...typed, errors: {} };
  const t = await getTranslations("offices.groups");
  const input = groupSchema.safeParse({ ...typed, name: typed.values.name });
  if (!input.success) return { ...typed, errors: { name: t("nameMissing") } };
  const message = await refusedAsTooMany("made", user.id);
  if (message !== null) return { ...typed, errors: {}, message, tone: "error" };
  await createGroup(head.id, actor, input.data);
  await flash(t("saved"));
  redirect(`/o/${slug}/offices`);
}

/** Changes a group, unless somebody else did so meanwhile: then it asks once more. */
export async function saveGroup(
  slug: string,
  id: string,
  before: GroupState,
  form: FormData,
): Promise<GroupState> {
  const version = textOf(form, "version");
  const written = { ...typedGroup(form), version };
  const here = await headOfficeFormGuard(slug);
  if ("message" in here) return { ...before, ...written, errors: {}, tone: "error", ...here };
  const { office: head, actor } = here;
  const typed = { ...written, offered: await offered(head.id, form) };
  if (searches(form)) return { ...typed, errors: {} };
  const t = await getTranslations("offices.groups");
  const input = groupSchema.safeParse({ ...typed, name: typed.values.name });
  if (!input.success) return { ...typed, errors: { name: t("nameMissing") } };
  try {
    await translate(() => changeGroup(head.id, actor, id, version, input.data));
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    return { ...typed, errors: {}, version: error.version, message: t("outdated"), tone: "warning" };
  }
  await flash(t("saved"));
  redirect(`/o/${slug}/offices`);
}

/** Whether the search button was pressed: the form has two buttons, so that ticks are not lost. */
function searches(form: FormData): boolean {
  return textOf(form, "find") !== "";
}

function offered(headId: string, form: FormData): Promise<Offer> {
  return offerOffices(headId, textsOf(form, "offices"), searches(form) ? textOf(form, "search") : "");
}

/** Dissolves a group. */
export async function removeGroup(slug: string, id: string): Promise<void> {
  const { office: head, actor } = await headOfficeGuard(slug);
  await translate(() => deleteGroup(head.id, actor, id));
  const t = await getTranslations("offices.groups");
  await flash(t("deleted"));
  redirect(`/o/${slug}/offices`);
}
