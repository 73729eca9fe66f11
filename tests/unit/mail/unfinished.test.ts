import { describe, expect, test } from "vitest";
import { plainTextOf } from "@/lib/mail/compile";
import { isBlank, refuseUnfinished } from "@/lib/mailings/send";

const filled = (piece: string) => piece.repeat(200_000 / piece.length);

/** What a browser may post, and no editor writes. */
const NOTHING = ["<div>", "<table><tr><td>", "<svg>", "<a ", '<a href="https://www.a', "<option>x"];

describe.each(NOTHING)("a text of nothing but %s", (piece) => {
  const bodyHtml = filled(piece);

  test("is blank", () => {
    expect(isBlank({ subject: "", bodyHtml })).toBe(true);
  });

  test("is not to be sent", () => {
    const code = "body_missing";
    expect(() => refuseUnfinished({ subject: "s", bodyHtml })).toThrow(expect.objectContaining({ code }));
  });
});

test("a link that is never closed takes plain text no longer than others", () => {
  expect(plainTextOf(filled('<a href="https://www.a')).trim()).toBe("");
});
