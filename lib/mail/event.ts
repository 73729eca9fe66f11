import { z } from "zod";

/** What the provider says of a bounce. */
export type Bounce = {
  type: string;
  subType: string;
  message: string;
  /** The receiving server's own words, one entry a recipient. */
  diagnostics: string[];
};

/** A provider's event, as far as we could read it. Types that we do not know are kept. */
export type ProviderEvent = {
  /** `email.bounced` and so on. */
  type: string;
  /** When it happened at the provider. */
  occurredAt: Date | null;
  /** The provider's id of the mail. */
  emailId: string | null;
  /** Our id of the attempt, from the tag `attempt`. */
  attemptId: string | null;
  recipient: string | null;
  bounce: Bounce | null;
  /** Why the provider did not send it (`email.failed`). */
  failure: string | null;
};

const words = z.string().catch("");
const maybeText = z.string().min(1).nullish().catch(null);
const list = z
  .preprocess((value) => (typeof value === "string" ? [value] : value), z.array(z.unknown()))
  .catch([])
  .transform((entries) => entries.filter((entry) => typeof entry === "string"));

const bounceSchema = z
  .object({ type: words, subType: words, message: words, diagnosticCode: list })
  .transform(({ diagnosticCode, ...rest }): Bounce => ({ ...rest, diagnostics: diagnosticCode }));

const tagsSchema: z.ZodType<Record<string, unknown>> = z
  .union([
    z.record(z.string(), z.unknown()),
    z
      .array(z.object({ name: z.string(), value: z.unknown() }))
      .transform((tags) => Object.fromEntries(tags.map(({ name, value }) => [name, value]))),
  ])
  .catch({});

const dataSchema = z.object({
  email_id: maybeText,
  to: list,
  tags: tagsSchema,
  bounce: bounceSchema.nullish().catch(null),
  failed: z.object({ reason: maybeText }).nullish().catch(null),
});

/**
 * An instant in a year that the database accepts: otherwise one event would keep all that wait with it from
 * being processed.
 */
export const instantSchema = z
  .string()
  .pipe(z.coerce.date())
  .refine((date) => date.getUTCFullYear() > 1970 && date.getUTCFullYear() < 3000);

const eventSchema = z.object({
  type: z.string().min(1).max(200),
  created_at: instantSchema.nullish().catch(null),
  data: dataSchema.catch(dataSchema.parse({})),
});

const attemptIdSchema = z
  .uuid()
  .nullable()
  .catch(() => null);

/**
 * Reads an event leniently: what is missing or malformed becomes null, nothing throws.
 *
 * @returns null if it is not an object with a type.
 */
export function parseProviderEvent(json: unknown): ProviderEvent | null {
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success) return null;
  const { type, created_at, data } = parsed.data;
  return {
    type,
    occurredAt: created_at ?? null,
    emailId: data.email_id ?? null,
    attemptId: attemptIdOf(data.tags),
    recipient: data.to[0] ?? null,
    bounce: data.bounce ?? null,
    failure: data.failed?.reason ?? null,
  };
}

/** Our id of the attempt among a mail's tags, in either of the forms that the provider uses. */
export function attemptIdOf(tags: unknown): string | null {
  return attemptIdSchema.parse(tagsSchema.parse(tags).attempt ?? null);
}
