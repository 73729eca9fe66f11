"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { actionGuard } from "@/app/_edge/action";
import { flash } from "@/app/_edge/flash";
import { translate } from "@/app/_edge/translate";
import { eraseMember } from "@/lib/erasures/erase";
import { listHere } from "../../list-here";
import type { EraseState } from "./erase-form";

/** Erases the person of a card, if the box that it cannot be undone is ticked. */
export async function eraseCard(
  slug: string,
  id: string,
  _: EraseState,
  form: FormData,
): Promise<EraseState> {
  const { office, actor } = await actionGuard(slug, { program: "register", right: "write" });
  const t = await getTranslations("erase");
  if (form.get("understood") !== "yes") return { values: {}, errors: { understood: t("tick") } };
  await translate(() => eraseMember(office.id, actor, id));
  await flash(t("done"));
  redirect(`/o/${slug}/members${await listHere()}`);
}
