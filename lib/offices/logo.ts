import { and, eq, isNotNull } from "drizzle-orm";
import { logos, offices } from "@/lib/db/schema/offices";
import { asAuth } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { NotFound } from "@/lib/errors";
import { type Actor, record } from "@/lib/log-book/record";
import { handDown } from "@/lib/offices/hand-down";
import { type Picture, readPicture } from "@/lib/offices/picture";

/** Sets the picture in the office's mails from now on. */
export async function changeLogo(officeId: string, actor: Actor, picture: Picture): Promise<void> {
  await asAuth(async (tx) => {
    const [row] = await tx
      .insert(logos)
      .values({ officeId, ...picture })
      .returning({ id: logos.id });
    if (!row) throw new NotFound();
    await tx.update(offices).set({ logoId: row.id }).where(eq(offices.id, officeId));
    await handDown(tx, officeId);
    await record(tx, officeId, { actor, act: "office.logoChanged" });
  });
}

/** Mails from now on have no picture, or the one that the office inherits. */
export async function removeLogo(officeId: string, actor: Actor): Promise<void> {
  await asAuth(async (tx) => {
    const [had] = await tx
      .update(offices)
      .set({ logoId: null })
      .where(and(eq(offices.id, officeId), isNotNull(offices.logoId)))
      .returning({ id: offices.id });
    if (!had) return;
    await handDown(tx, officeId);
    await record(tx, officeId, { actor, act: "office.logoRemoved" });
  });
}

/** A picture that stands in mails, for whoever has its address; null when there is none. */
export async function readLogo(id: string): Promise<Picture | null> {
  if (!isUuid(id)) return null;
  const [row] = await asAuth((tx) =>
    tx.select({ content: logos.content }).from(logos).where(eq(logos.id, id)),
  );
  /* Older ones were stored as they came, with what a telephone writes into a photograph. */
  const picture = row && readPicture(row.content);
  return typeof picture === "object" ? picture : null;
}
