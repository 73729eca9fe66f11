"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Outcome } from "@/app/_components/ui/button-form";
import { formGuard } from "@/app/_edge/action";
import { flash } from "@/app/_edge/flash";
import { textOf } from "@/app/_edge/form";
import { refusedAsTooMany } from "@/app/_edge/too-many";
import { hasSecondFactor } from "@/lib/auth/second-factor/check";
import { withOffice } from "@/lib/db/tenant";
import { Invalid, Outdated } from "@/lib/errors";
import { replyToSchema, retentionSchema, settingsSchema } from "@/lib/offices/input";
import { changeLogo, removeLogo } from "@/lib/offices/logo";
import { MAX_LOGO_BYTES, readPicture } from "@/lib/offices/picture";
import { wishReplyTo } from "@/lib/offices/reply-to";
import { requireSecondFactor } from "@/lib/offices/require-second-factor";
import { changeRetention } from "@/lib/offices/retention";
import { changeSettings, settingsVersion } from "@/lib/offices/settings";
import {
  type LogoState,
  type ReplyToState,
  type RetentionState,
  type SecondFactorState,
  type SettingsState,
  settingsFaults,
  typedSettings,
} from "./settings-state";

const ADMINISTRATOR = { administrator: true } as const;

/**
 * Changes the office's details. If somebody else has changed them meanwhile, it asks again. The page may get
 * another address.
 */
export async function saveSettings(slug: string, _: SettingsState, form: FormData): Promise<SettingsState> {
  const typed = typedSettings(form);
  const here = await formGuard(slug, ADMINISTRATOR);
  if ("message" in here) return { ...typed, errors: {}, ...here };
  const { office, actor } = here;
  const shared = office.isHeadOffice ? typed.shared : [];
  const settings = settingsSchema.safeParse({ ...typed.values, shared });
  if (!settings.success) return { ...typed, errors: await settingsFaults(settings.error) };
  const t = await getTranslations("settings");
  try {
    await changeSettings(office.id, actor, typed.version, settings.data);
  } catch (error) {
    if (error instanceof Outdated) {
      return { ...typed, errors: {}, version: error.version, message: t("outdated"), tone: "warning" };
    }
    if (!(error instanceof Invalid)) throw error;
    return { ...typed, errors: { slug: t("faults.slugTaken") } };
  }
  if (settings.data.slug !== slug) {
    await flash(t("saved"));
    redirect(`/o/${settings.data.slug}/settings`);
  }
  /* No redirect, which would empty the other forms on the page. */
  revalidatePath(`/o/${slug}/settings`);
  const version = settingsVersion(settings.data);
  return { ...typed, errors: {}, version, message: t("saved"), tone: "success" };
}

/** Asks the address whether it wants the answers, or takes the present one away. */
export async function saveReplyTo(slug: string, _: ReplyToState, form: FormData): Promise<ReplyToState> {
  const values = { replyTo: textOf(form, "replyTo") };
  const here = await formGuard(slug, ADMINISTRATOR);
  if ("message" in here) return { values, errors: {}, ...here };
  const { office, actor } = here;
  const t = await getTranslations();
  const address = replyToSchema.safeParse(values.replyTo.trim());
  if (!address.success) return { values, errors: { replyTo: t("auth.faults.emailWrong") } };
  const outcome = await wishReplyTo(office, actor, address.data);
  revalidatePath(`/o/${slug}/settings`);
  const good = !["notMailed", "waits", "suspended"].includes(outcome);
  const message = t(`settings.replyTo.outcomes.${outcome}`, { address: address.data ?? "" });
  return { values, errors: {}, message, tone: good ? "success" : "warning" };
}

/** Decides how long what the provider tells is kept. */
export async function saveRetention(
  slug: string,
  _: RetentionState,
  form: FormData,
): Promise<RetentionState> {
  const values = { eventDays: textOf(form, "eventDays") };
  const here = await formGuard(slug, ADMINISTRATOR);
  if ("message" in here) return { values, errors: {}, ...here };
  const { office, actor } = here;
  const t = await getTranslations("settings.retention");
  const retention = retentionSchema.safeParse(values);
  if (!retention.success) return { values, errors: { eventDays: t("wrong") } };
  await changeRetention(office.id, actor, retention.data.eventDays);
  revalidatePath(`/o/${slug}/settings`);
  return { values, errors: {}, message: t("saved"), tone: "success" };
}

/**
 * Decides whether everybody in the office needs a second factor. Only for people who have one: others would
 * lock themselves out.
 */
export async function saveSecondFactor(
  slug: string,
  _: SecondFactorState,
  form: FormData,
): Promise<SecondFactorState> {
  const required = textOf(form, "required") === "yes";
  const here = await formGuard(slug, ADMINISTRATOR);
  if ("message" in here) return { values: {}, errors: {}, ...here };
  const { office, actor, user } = here;
  const t = await getTranslations("settings.secondFactor");
  if (required && !(await hasSecondFactor(user.id))) {
    return { values: {}, errors: {}, message: t("ownFirst"), tone: "warning" };
  }
  await withOffice(office.id, (tx) => requireSecondFactor(tx, office.id, actor, required));
  revalidatePath(`/o/${slug}/settings`);
  return { values: {}, errors: {}, message: t(required ? "required" : "optional"), tone: "success" };
}

/** Puts a picture into the mails. */
export async function saveLogo(slug: string, _: LogoState, form: FormData): Promise<LogoState> {
  const here = await formGuard(slug, ADMINISTRATOR);
  if ("message" in here) return { values: {}, errors: {}, ...here };
  const { office, actor, user } = here;
  const t = await getTranslations("settings.logo");
  const file = form instanceof FormData ? form.get("logo") : null;
  const refuse = (fault: Exclude<ReturnType<typeof readPicture>, object>) => ({
    values: {},
    errors: { logo: t(`faults.${fault}`) },
  });
  if (!(file instanceof File)) return refuse("missing");
  if (file.size > MAX_LOGO_BYTES) return refuse("tooLarge");
  const picture = readPicture(Buffer.from(await file.arrayBuffer()));
  if (typeof picture === "string") return refuse(picture);
  const tooMany = await refusedAsTooMany("logo", user.id);
  if (tooMany !== null) return { values: {}, errors: { logo: tooMany } };
  await changeLogo(office.id, actor, picture);
  revalidatePath(`/o/${slug}/settings`);
  return { values: {}, errors: {}, message: t("saved"), tone: "success" };
}

/** Takes the office's own picture away. */
export async function dropLogo(slug: string): Promise<Outcome> {
  const here = await formGuard(slug, ADMINISTRATOR);
  if ("message" in here) return { problem: here.message };
  const { office, actor } = here;
  await removeLogo(office.id, actor);
  const t = await getTranslations("settings.logo");
  await flash(t("removed"));
  redirect(`/o/${slug}/settings`);
}
