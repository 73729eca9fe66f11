import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { offices } from "@/lib/db/schema/offices";
import { asAuth } from "@/lib/db/tenant";
import { versionOfContent } from "@/lib/db/version";
import { Invalid, NotFound, Outdated } from "@/lib/errors";
import { type Actor, record } from "@/lib/log-book/record";
import { INHERITABLE } from "@/lib/offices/choices";
import { handDown } from "@/lib/offices/hand-down";
import { holdSlugs } from "@/lib/offices/hold-slugs";
import { type Settings, settingsSchema } from "@/lib/offices/input";
import { replyToExpired } from "@/lib/offices/reply-to";

/** The details in a form or in the database. */
type Details = Omit<Settings, "shared"> & { shared: string[] };

const inheritedSchema = z.partialRecord(z.enum(INHERITABLE), z.string());

/**
 * An office's own settings, and those that it inherits. `version` is for the form of its details: reply-to
 * address, logo and the like have their own forms.
 *
 * @throws NotFound if there is no such office.
 */
export async function readSettings(officeId: string) {
  const [row] = await asAuth((tx) =>
    tx
      .select({
        name: offices.name,
        slug: offices.slug,
        language: offices.language,
        postalAddress: offices.postalAddress,
        footer: offices.footer,
        replyTo: offices.replyTo,
        replyToWanted: offices.replyToWanted,
        replyToExpired: sql<boolean>`coalesce(${replyToExpired}, false)`,
        logoId: offices.logoId,
        shared: offices.shared,
        eventDays: offices.eventDays,
        requireSecondFactor: offices.requireSecondFactor,
        inherited: offices.inherited,
      })
      .from(offices)
      .where(eq(offices.id, officeId)),
  );
  if (!row) throw new NotFound();
  const shared = z.array(z.enum(INHERITABLE)).parse(row.shared);
  const inherited = inheritedSchema.parse(row.inherited);
  return { ...row, shared, inherited, version: settingsVersion(row) };
}

/** The version of the details that a form shows. */
export function settingsVersion({ name, slug, language, postalAddress, footer, shared }: Details): string {
  return versionOfContent([name, slug, language, postalAddress, footer, shared.toSorted()]);
}

/**
 * Changes an office's details; shared ones are copied to its member offices in the same transaction. A
 * changed slug changes the office's address, and the old one stops working.
 *
 * @param version of the details that the form showed.
 * @throws Invalid `slugTaken`
 * @throws Outdated if somebody else has changed them since `version`, to something other than these.
 */
export async function changeSettings(
  officeId: string,
  actor: Actor,
  version: string,
  settings: Settings,
): Promise<void> {
  await asAuth(async (tx) => {
    await holdSlugs(tx);
    const [before] = await tx.select().from(offices).where(eq(offices.id, officeId)).for("update");
    if (!before) throw new NotFound();
    const current = settingsVersion(before);
    if (current === settingsVersion(settings)) return;
    if (current !== version) throw new Outdated(current);
    const other = and(eq(offices.slug, settings.slug), ne(offices.id, officeId));
    const taken = await tx.select({ id: offices.id }).from(offices).where(other);
    if (taken.length > 0) throw new Invalid("slugTaken", { slug: settings.slug });
    await tx.update(offices).set(settings).where(eq(offices.id, officeId));
    await handDown(tx, officeId);
    const fields = settingsSchema
      .keyof()
      .options.filter((field) => JSON.stringify(settings[field]) !== JSON.stringify(before[field]));
    await record(tx, officeId, { actor, act: "office.changed", details: { fields: fields.join() } });
  });
}
