import { createElement } from "react";
import { beforeEach, describe, expect, test } from "vitest";
import { compile, Tokens } from "@/lib/mail/compile";

let tokens: Tokens;
let name: string;
let link: string;
beforeEach(() => {
  tokens = new Tokens();
  name = tokens.token({ tag: "name", fallback: "du" });
  link = tokens.link("confirm");
});

describe("a value", () => {
  test("may stand in text, and a link's address as the whole of an href", () => {
    expect(() => tokens.checkPlaces(`<p>${name} <a class="x" href="${link}">${link}</a></p>`)).not.toThrow();
  });

  test.each([
    ["an attribute", () => `<p title="${name}">a</p>`],
    ["the name of an element", () => `<${name}>a</p>`],
    ["an href, which it could turn into any", () => `<a href="${name}">a</a>`],
    ["a part of an href", () => `<a href="https://x.fi/${link}">a</a>`],
    ["an attribute beside a link's href", () => `<a href="${link}" title="${name}">a</a>`],
  ])("may not stand in %s", (_, html) => {
    expect(() => tokens.checkPlaces(html())).toThrow("inside markup");
  });

  test("inside markup makes that a mail is not compiled", async () => {
    const element = createElement("p", { title: name }, "a");
    await expect(compile(tokens, "s", element)).rejects.toThrow("inside markup");
  });
});

test("a token that was cut, or that nobody has handed out, is not sent as text", () => {
  expect(() => tokens.segments(`Hej ${name.slice(0, -1)}`)).toThrow("a token is broken");
  expect(() => tokens.segments(name.replace(/x0x$/, "x7x"))).toThrow("no slot has the number 7");
});

test("the beginning of a text ends before a letter that does not fit as a whole", () => {
  expect(tokens.cut("🎉🎉🎉", 5)).toBe("🎉🎉");
});
