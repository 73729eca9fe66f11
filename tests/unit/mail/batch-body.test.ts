import { expect, test } from "vitest";
import { type BatchBody, batchBody, giveBack } from "@/lib/mail/batch-body";
import type { Piece } from "@/lib/mail/template";
import fc from "@/tests/support/fast-check";

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "grapheme" }).map((text) => Buffer.from(text)),
);
const mails = fc.array(fc.record({ json: fc.array(piece, { maxLength: 6 }) }), { maxLength: 8 });

const asText = (mails: { json: Piece[] }[]) => `[${mails.map(({ json }) => json.join("")).join()}]`;

test("a body is what its mails say, whatever stood in its room before", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(mails, fc.boolean()), { maxLength: 12 }), (written) => {
      const kept: { body: BatchBody; text: string }[] = [];
      for (const [mails, over] of written) {
        const body = batchBody(mails);
        expect(body.bytes.toString()).toBe(asText(mails));
        expect(body.size).toBe(mails.length);
        if (over) giveBack(body);
        else kept.push({ body, text: asText(mails) });
      }
      for (const { body, text } of kept) expect(body.bytes.toString()).toBe(text);
    }),
  );
});

test("a body that is given back makes room for the next one, and is empty", () => {
  const first = batchBody([{ json: ["x".repeat(1000)] }]);
  const room = first.bytes.buffer;
  giveBack(first);
  expect(first.bytes).toHaveLength(0);
  const second = batchBody([{ json: ["y"] }]);
  const third = batchBody([{ json: ["z"] }]);
  expect([second.bytes.buffer, third.bytes.buffer]).toContain(room);
  expect(second.bytes.buffer).not.toBe(third.bytes.buffer);
});

test.each(["å", "–", "🎉"])("a body larger than any before it is whole, of nothing but %s too", (letter) => {
  const mail = { json: [letter.repeat(400_000)] };
  expect(batchBody([mail, mail]).bytes.toString() === asText([mail, mail])).toBe(true);
});
