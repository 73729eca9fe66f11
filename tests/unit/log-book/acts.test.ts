import { expect, test } from "vitest";
import { ACTS, LOG_KINDS } from "@/lib/log-book/acts";
import sv from "@/messages/sv.json";

test("every act and every kind of thing has its text, and no text is left over", () => {
  const texts = Object.entries(sv.log.acts).flatMap(([kind, acts]) =>
    Object.keys(acts).map((act) => `${kind}.${act}`),
  );
  expect(texts.sort()).toEqual([...ACTS].sort());
  expect(Object.keys(sv.log.kinds).sort()).toEqual([...LOG_KINDS].sort());
});
