import { describe, expect, test } from "vitest";
import { plainTextOf } from "@/lib/mail/compile";
import { linked } from "@/lib/mail/linked";
import { compileMailing } from "@/lib/mail/mailing-template";
import { sanitiseBody } from "@/lib/mail/sanitise";
import { personalise } from "@/lib/mail/template";
import fc from "@/tests/support/fast-check";

describe("an address in the text becomes a link", () => {
  test.each([
    [
      "Se https://forening.fi/anmal.",
      'Se <a href="https://forening.fi/anmal">https://forening.fi/anmal</a>.',
    ],
    ["(www.forening.fi)", '(<a href="https://www.forening.fi">www.forening.fi</a>)'],
    ["info@förening.fi, tack", '<a href="mailto:info@förening.fi">info@förening.fi</a>, tack'],
    ["https://x.fi/a_(b)!", '<a href="https://x.fi/a_(b)">https://x.fi/a_(b)</a>!'],
    [
      "&lt;http://x.fi/?a=1&amp;b=2&gt;",
      '&lt;<a href="http://x.fi/?a=1&amp;b=2">http://x.fi/?a=1&amp;b=2</a>&gt;',
    ],
    ["https://x.fi {{ort}}", '<a href="https://x.fi">https://x.fi</a> {{ort}}'],
  ])("%s", (text, html) => {
    expect(linked(`<p>${text}</p>`)).toBe(`<p>${html}</p>`);
  });
});

test.each([
  "f.d. ordförande Anna.Ek kl. 18.00",
  "http:// www. a@b @x.fi",
  "https://x.fi/{{förnamn}} info@x.fi{{ort}}",
  '<a href="https://y.fi">https://x.fi</a>',
  '<a href="https://y.fi">hos <strong>www.x.fi</strong> här</a>',
])("%s stays as it is", (text) => {
  expect(linked(`<p>${text}</p>`)).toBe(`<p>${text}</p>`);
});

test("what is too long for an address is none", () => {
  const text = `https://x.fi/${"a".repeat(2_000)}`;
  expect(linked(text)).toBe(text);
});

test("what has too long a host for an address is none", () => {
  for (const text of [`https://${"a".repeat(301)}.fi`, `www.${"a".repeat(301)}.fi`]) {
    expect(linked(text)).toBe(text);
  }
});

test("a link says its address once in plain text", () => {
  expect(plainTextOf(linked("<p>www.x.fi, https://y.fi och a@x.fi</p>"))).toBe(
    "www.x.fi, https://y.fi och a@x.fi",
  );
});

test("whatever is written stays, and stays as harmless as it was", () => {
  const piece = fc.constantFrom(
    "https://",
    "www.",
    "x.fi",
    "a@",
    "(",
    ")",
    ".",
    "<a href=",
    '"',
    "'",
    "<p>",
    "&",
    ">",
    " ",
    "{{ort}}",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const clean = sanitiseBody(pieces.join(""));
      const html = linked(clean);
      expect(sanitiseBody(html)).toBe(html);
      const said = (text: string) => text.replace(/<\/?a\b[^>]*>/g, "");
      expect(said(html)).toBe(said(clean));
    }),
  );
});

test("the mail has it, in the style of other links", async () => {
  const content = { subject: "Ämne", bodyHtml: "<p>Se www.forening.fi.</p>", office: { name: "Byn" } };
  const mail = personalise(await compileMailing(content, "sv"), {}, { unsubscribe: "https://b.fi/u/1" });
  expect(mail.html).toMatch(
    /Se <a style="[^"]+" href="https:\/\/www\.forening\.fi">www\.forening\.fi<\/a>\./,
  );
  expect(mail.text).toContain("Se www.forening.fi.");
});
