import { expect, test } from "vitest";
import { richText } from "@/emails/theme";
import { plainTextOf } from "@/lib/mail/compile";
import { styled } from "@/lib/mail/rich-text";

const { p, li, ul } = richText;

test("an empty paragraph between others is a blank line, as in the editor, and at the ends nothing", () => {
  expect(styled("<p></p><p>a</p><p></p><p>b</p><p></p><p></p>")).toBe(
    `<p style="${p}">a</p><p style="${p}"><br /></p><p style="${p}">b</p>`,
  );
});

test("a blank line is one also in plain text", () => {
  expect(plainTextOf(styled("<p>a</p><p></p><p></p><p>b</p>"))).toBe("a\n\n\nb");
});

test("an item of a list has no more space below it than between its lines in the editor", () => {
  expect(styled("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>")).toBe(
    `<ul style="${ul}"><li style="${li}"><p style="margin:0">a</p><p style="${p}">b</p></li><li style="${li}">c</li></ul>`,
  );
});
