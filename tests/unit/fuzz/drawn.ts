import fc from "fast-check";
import { z } from "zod";
import { goodText, isStorable, oddText, oddValue } from "@/tests/support/odd";

const isoInstant = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString());
const isoDay = isoInstant.map((iso) => iso.slice(0, 10));
const isoTime = isoInstant.map((iso) => iso.slice(11, 16));

/**
 * Values that a schema accepts, and values just beside them: whoever posts a form by hand knows its fields.
 * Unknown parts can be anything.
 */
export function near(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: inside(schema) }, { weight: 1, arbitrary: oddValue });
}

function inside(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodObject) {
    const parts: Record<string, fc.Arbitrary<unknown>> = {};
    for (const [key, part] of Object.entries(schema.shape))
      parts[key] = ofForm(near(part as z.core.$ZodType));
    return fc.oneof(
      { weight: 3, arbitrary: fc.record(parts) },
      { weight: 1, arbitrary: fc.record(parts, { requiredKeys: [] }) },
    );
  }
  if (schema instanceof z.ZodRecord)
    return fc.dictionary(oddText, near(schema.valueType), { maxKeys: 4, noNullPrototype: true });
  if (schema instanceof z.ZodArray) return fc.array(near(schema.element), { maxLength: 5 });
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...(schema.options as unknown[]));
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(near));
  /* What a form's text has to become, where only certain values will do. */
  if (schema instanceof z.ZodPipe && schema.out instanceof z.ZodLiteral) {
    return fc.oneof(near(schema.in), inside(schema.out).map(String));
  }
  if (schema instanceof z.ZodPipe) return near(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return fc.oneof(fc.constantFrom(undefined, null), near(schema.unwrap()));
  }
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodCatch) {
    return fc.oneof(fc.constant(undefined), near(schema.unwrap()));
  }
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return fc.oneof(fc.integer(), fc.double(), oddText);
  if (schema instanceof z.ZodUUID) return fc.uuid();
  if (schema instanceof z.ZodISODate) return fc.oneof(isoDay, oddText);
  if (schema instanceof z.ZodISOTime) return fc.oneof(isoTime, oddText);
  return oddText;
}

/**
 * With oddities in every field, a form of twelve would hardly ever be accepted, so most fields stay valid.
 */
function ofForm(part: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(goodText, part);
}

/** Every text in a value, also the names of its parts. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

/** The texts in a value that PostgreSQL would not take. */
export function unstorable(value: unknown): string[] {
  return textsIn(value).filter((text) => !isStorable(text));
}
