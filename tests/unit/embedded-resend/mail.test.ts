import { expect, test } from "vitest";
import { addressIn } from "../../../embedded/resend/api/addresses";
import { withNewTabs } from "../../../embedded/resend/outbox/mail";
import { oneClickUrl } from "../../../embedded/resend/outbox/unsubscribe";
import { searchQuery } from "../../../embedded/resend/store/words";

test.each([
  ["anna@example.fi", "anna@example.fi"],
  ["Byns förening <anna@example.fi>", "anna@example.fi"],
  ["soft+2-anna@resend.dev", "soft+2-anna@resend.dev"],
  ["utskick@brevduva.localhost", "utskick@brevduva.localhost"],
  ["anna", undefined],
  ["anna@exempel", undefined],
  ["anna@@example.fi", undefined],
  ["an na@example.fi", undefined],
  [".anna@example.fi", undefined],
  ["anna..b@example.fi", undefined],
  ["anna@example..fi", undefined],
  ["åsa@example.fi", undefined],
  ["Anna <anna@example.fi", undefined],
  ["Anna\r\nBcc: x <anna@example.fi>", undefined],
  [`${"a".repeat(65)}@example.fi`, undefined],
])("the address in %j is %s", (text, address) => {
  expect(addressIn(text)).toBe(address);
});

const post = { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };

test.each([
  [{ "List-Unsubscribe": "<https://example.fi/u/1>", ...post }, "https://example.fi/u/1"],
  [
    { "list-unsubscribe": "<mailto:a@example.fi>, <https://example.fi/u/1>", ...post },
    "https://example.fi/u/1",
  ],
  [{ "List-Unsubscribe": "<http://localhost:3000/u/1>", ...post }, "http://localhost:3000/u/1"],
  [{ "List-Unsubscribe": "<http://example.fi/u/1>", ...post }, undefined],
  [{ "List-Unsubscribe": "<https://example.fi/u/1>" }, undefined],
  [{ "List-Unsubscribe": "https://example.fi/u/1", ...post }, undefined],
  [{}, undefined],
])("%j unsubscribes with one click at %s", (headers, url) => {
  expect(oneClickUrl(headers)?.href).toBe(url);
});

test.each([
  ["<!doctype html><html><head><title>x", '<!doctype html><html><head><base target="_blank"><title>x'],
  ["<p>Hej</p>", '<base target="_blank"><p>Hej</p>'],
  ["<!DOCTYPE html><p>Hej</p>", '<!DOCTYPE html><base target="_blank"><p>Hej</p>'],
])("links of %j open in a new tab", (markup, expected) => {
  expect(withNewTabs(markup)).toBe(expected);
});

test("a search is for beginnings of words, whatever signs are in it", () => {
  expect(searchQuery("Anna.E' & | !@Example")).toBe("'anna':* & 'e':* & 'example':*");
  expect(searchQuery(" '&!")).toBeUndefined();
});
