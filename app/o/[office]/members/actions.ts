"use server";

import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { actionGuard, argument, formGuard } from "@/app/_edge/action";
import { flash } from "@/app/_edge/flash";
import { textOf, textsOf } from "@/app/_edge/form";
import { refusedAsTooMany } from "@/app/_edge/too-many";
import { PROBLEMS } from "@/lib/addresses/status";
import { withOffice } from "@/lib/db/tenant";
import { Conflict, NotFound, Unavailable } from "@/lib/errors";
import { formatDate } from "@/lib/i18n/format";
import { type Audience, audienceSchema } from "@/lib/members/audience";
import { faultsOf } from "@/lib/members/faults";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { type MovedRemarks, moveToNotes } from "@/lib/members/move-to-notes";
import { getMember } from "@/lib/members/queries";
import { type NamedCard, twinsOf } from "@/lib/members/same-address";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { type CardState, refused, typedCard } from "./card-state";
import { listHere } from "./list-here";
import { queryOf } from "./view";

const WRITE = { program: "register", right: "write" } as const;

/** Creates a card, and shows it. If the same person seems to have a card already, it asks first. */
export async function createCard(slug: string, _: CardState, form: FormData): Promise<CardState> {
  const values = typedCard(form);
  return keeping(values, undefined, async () => {
    const here = await formGuard(slug, WRITE);
    if ("message" in here) return { values, faults: {}, outcome: "stopped", ...here };
    const { office, actor, user } = here;
    const card = cardSchema.safeParse(values);
    if (!card.success) return refused(values, faultsOf(card.error));
    const message = await refusedAsTooMany("made", user.id);
    if (message !== null) return { values, faults: {}, outcome: "stopped", message };
    const made = await withOffice(office.id, async (tx) => {
      const twins = await twinsOf(tx, office.id, card.data);
      if (twins.length > 0 && !isSame(twins, textsOf(form, "twins"))) return { twins };
      return { id: await createMember(tx, office.id, actor, card.data, office.language) };
    });
    if (made.twins) return { values, faults: {}, outcome: "twins", twins: made.twins };
    await say("created");
    redirect(`/o/${slug}/members/${made.id}${await listHere()}`);
  });
}

/** Whether the question was answered for these very cards. */
function isSame(twins: readonly NamedCard[], answered: readonly string[]): boolean {
  return twins.map(({ id }) => id).join() === answered.join();
}

/** Changes a card, unless somebody else did so meanwhile: then it asks once more. */
export async function saveCard(slug: string, id: string, _: CardState, form: FormData): Promise<CardState> {
  const values = typedCard(form);
  const version = textOf(form, "version");
  return keeping(values, version, async () => {
    const here = await formGuard(slug, WRITE);
    if ("message" in here) return { values, faults: {}, outcome: "stopped", version, ...here };
    const { office, actor } = here;
    const card = cardSchema.safeParse(values);
    if (!card.success) return refused(values, faultsOf(card.error), version);
    try {
      await withOffice(office.id, (tx) => updateMember(tx, office.id, actor, id, version, card.data));
    } catch (error) {
      if (error instanceof NotFound) return { values, faults: {}, outcome: "gone", version };
      if (!(error instanceof Conflict)) throw error;
      const current = await withOffice(office.id, (tx) => getMember(tx, office.id, id));
      return { values, faults: {}, outcome: "conflict", version: current.version };
    }
    await say("saved");
    redirect(`/o/${slug}/members/${id}${await listHere()}`);
  });
}

/** If the database cannot be reached, what was typed stays in the form. */
async function keeping(
  values: CardInput,
  version: string | undefined,
  work: () => Promise<CardState>,
): Promise<CardState> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { values, faults: {}, outcome: "unavailable", version };
  }
}

/** Removes a card, and goes back to the list. A card that is gone already is no fault. */
export async function deleteCard(slug: string, id: string): Promise<void> {
  const { office, actor } = await actionGuard(slug, WRITE);
  try {
    await withOffice(office.id, (tx) => deleteMember(tx, office.id, actor, id));
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
  await say("deleted");
  redirect(`/o/${slug}/members${await listHere()}`);
}

/** Moves the problem address of one card to its notes. */
export async function moveCardAddress(slug: string, id: string): Promise<void> {
  await move(slug, { ids: [id] });
  redirect(`/o/${slug}/members/${id}${await listHere()}`);
}

/** Moves the problem addresses of a view to the notes. */
export async function moveAddresses(slug: string, view: unknown): Promise<void> {
  const audience = await move(slug, view);
  redirect(`/o/${slug}/members${queryOf(audience)}`);
}

async function move(slug: string, view: unknown): Promise<Audience> {
  const { office, actor } = await actionGuard(slug, WRITE);
  const audience = argument(audienceSchema, view);
  const t = await getTranslations();
  const date = formatDate(new Date(), { language: await getLocale(), timeZone: office.timeZone });
  const remarks = Object.fromEntries(
    PROBLEMS.map((status) => [
      status,
      t("members.move.remark", { status: t(`emailStatus.${status}`), date }),
    ]),
  ) as MovedRemarks;
  const count = await withOffice(office.id, (tx) => moveToNotes(tx, office.id, actor, audience, remarks));
  await flash(t("members.move.done", { count }));
  return audience;
}

async function say(done: "created" | "saved" | "deleted"): Promise<void> {
  const t = await getTranslations("members.card");
  await flash(t(done));
}
