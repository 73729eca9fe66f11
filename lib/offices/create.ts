import { eq, like } from "drizzle-orm";
import { z } from "zod";
import { offices } from "@/lib/db/schema/offices";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { Invalid } from "@/lib/errors";
import { LANGUAGES } from "@/lib/i18n/language";
import { officeBySlug } from "@/lib/offices/find";
import { handDown } from "@/lib/offices/hand-down";
import { holdSlugs } from "@/lib/offices/hold-slugs";
import { freeSlug, SLUG, slugOf } from "@/lib/offices/slug";

const newOfficeSchema = z.object({
  name: z.string().trim().min(1).max(200),
  slug: z.string().regex(SLUG).optional(),
  /** Slug of the head office. */
  parentSlug: z.string().optional(),
  language: z.enum(LANGUAGES).default("sv"),
  /** It may have member offices. */
  head: z.boolean().default(false),
});

type NewOffice = z.input<typeof newOfficeSchema>;

/**
 * Creates an office.
 *
 * @param input without `slug`, one is made from the name, with a number when it is taken.
 * @throws Invalid `slugTaken`, `parentUnknown`, `parentIsMember` (there are only two levels)
 */
export function createOffice(input: NewOffice): Promise<{ id: string; slug: string }> {
  return asAuth((tx) => insertOffice(tx, input));
}

/** As `createOffice`, in a transaction (as `auth`) that does more. */
export async function insertOffice(tx: Tx, input: NewOffice): Promise<{ id: string; slug: string }> {
  const { name, slug: wanted, parentSlug, language, head } = newOfficeSchema.parse(input);
  await holdSlugs(tx);
  const parentId = parentSlug === undefined ? null : await headOffice(tx, parentSlug);
  const slug = wanted ?? (await unusedSlug(tx, slugOf(name) || "kontor"));
  const [row] = await tx
    .insert(offices)
    .values({ name, slug, language, parentId, head: head && parentId === null })
    .onConflictDoNothing({ target: offices.slug })
    .returning({ id: offices.id, slug: offices.slug });
  if (!row) throw new Invalid("slugTaken", { slug });
  if (parentId !== null) await handDown(tx, parentId);
  return row;
}

async function headOffice(tx: Tx, slug: string): Promise<string> {
  const parent = await officeBySlug(tx, slug);
  if (!parent) throw new Invalid("parentUnknown", { slug });
  if (parent.parentId !== null) throw new Invalid("parentIsMember", { slug });
  /* Its shared settings must not change until the new office has them too. */
  await tx.select({ id: offices.id }).from(offices).where(eq(offices.id, parent.id)).for("share");
  return parent.id;
}

async function unusedSlug(tx: Tx, slug: string): Promise<string> {
  const taken = await tx
    .select({ slug: offices.slug })
    .from(offices)
    .where(like(offices.slug, `${slug.slice(0, 55)}%`));
  return freeSlug(slug, new Set(taken.map((row) => row.slug)));
}
