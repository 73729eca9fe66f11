import { describe, expect, test } from "vitest";
import { headerSafe } from "@/lib/mail/header";
import { compileMailing } from "@/lib/mail/mailing-template";
import { sanitiseBody } from "@/lib/mail/sanitise";
import fc from "@/tests/support/fast-check";
import { ideographs } from "@/tests/support/ideographs";

describe("rich text", () => {
  test("keeps what a writer may use", () => {
    const body =
      '<h1>A</h1><h2>B</h2><h3>C</h3><p>d <strong>e</strong> <em>f</em><br />g</p><ul><li>h</li></ul><ol><li>i</li></ol><blockquote>j</blockquote><hr /><a href="https://x.fi/?a=1&amp;b=2">k</a>';
    expect(sanitiseBody(body)).toBe(body);
  });

  test.each([
    ["<script>alert(1)</script>x", "x"],
    ["<style>p{}</style>x", "x"],
    ["<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"],
    ['<p onclick="x()" style="color:red" class="y" id="z">a</p>', "<p>a</p>"],
    ['<img src=x onerror="alert(1)">a', "a"],
    ['<svg onload="x()"><a href="javascript:x()">a</a></svg>', "a"],
    ["<iframe src='https://x.fi'></iframe>a", "a"],
    ["<b>a</b><i>b</i><div>c</div>", "<strong>a</strong><em>b</em><p>c</p>"],
    ["<!-- <script> -->a", "a"],
    ["<div><div>a</div></div>", "<p></p><p>a</p><p></p>"],
    ["<p>a<svg><p>b", "<p>a</p><p>b</p><p></p>"],
    ["a < b & c", "a &lt; b &amp; c"],
  ])("%s becomes %s", (dirty, clean) => {
    expect(sanitiseBody(dirty)).toBe(clean);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://x.fi/y",
    "//evil.example",
    "/relative",
    "",
  ])("a link to %j loses its markup and keeps its words", (href) => {
    expect(sanitiseBody(`<a href="${href}">a</a>`)).toBe("a");
  });

  test.each([
    ["http://x.fi", "http://x.fi"],
    ["mailto:a@b.fi", "mailto:a@b.fi"],
    ["tel:+35840123", "tel:+35840123"],
    ["www.x.fi/y", "https://www.x.fi/y"],
    ["WWW.x.fi", "https://WWW.x.fi"],
    ["\u00a0https://x.fi/\n y\u0001z", "https://x.fi/yz"],
    ["https://x.fi/<!--y-->", "https://x.fi/%3C!--y--&gt;"],
  ])("a link to %s stays", (href, kept) => {
    expect(sanitiseBody(`<a href="${href}" target="_blank" onclick="x">a</a>`)).toBe(
      `<a href="${kept}">a</a>`,
    );
  });

  test("a host that is longer than a name can be is not looked at, however many letters it has", () => {
    for (const start of ["https://", "HTTP:\\\\", "https:", "www."]) {
      for (const host of ["x".repeat(301), ideographs(190_000)]) {
        expect(sanitiseBody(`<a href="${start}${host}.fi/y">a</a>`)).toBe("a");
      }
    }
    const path = `https://x.fi/${"y".repeat(5_000)}`;
    expect(sanitiseBody(`<a href="${path}">a</a>`)).toBe(`<a href="${path}">a</a>`);
  });

  test("lists and quotes stay as deep inside one another as anybody writes them", () => {
    const body = `${"<blockquote><ul><li>".repeat(20)}a${"</li></ul></blockquote>".repeat(20)}`;
    expect(sanitiseBody(body)).toBe(body);
  });

  test.each(["blockquote", "em", "b", "h1", "ul><li", "div", 'a href="https://x.fi"'])(
    "<%s> inside itself many thousand times is flattened, keeps its words and can be compiled",
    async (tag) => {
      const bodyHtml = `<p>a</p>${`<${tag}>`.repeat(199_000 / (tag.length + 2))}b`;
      const clean = sanitiseBody(bodyHtml);
      expect(sanitiseBody(clean)).toBe(clean);
      const { text } = await compileMailing({ subject: "s", bodyHtml, office: { name: "o" } }, "sv");
      expect(text.literals.join("")).toMatch(/a\s[\s\S]*b/);
    },
  );

  test("whatever comes in, only harmless elements come out, and a second pass changes nothing", () => {
    const pieces = fc.constantFrom(
      ..."<script> </script> <p> </p> <a href=' javascript:x ' > \" = on <svg> <style> <!-- --> & &lt; x <b <h1 />".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 }), (parts) => {
        const clean = sanitiseBody(parts.join(""));
        for (const [, name, rest] of clean.matchAll(/<\/?([^\s>/]+)([^>]*)>/g)) {
          expect(name).toMatch(/^(h[1-3]|p|strong|em|ul|ol|li|a|br|blockquote|hr)$/);
          expect(rest?.trim()).toMatch(/^(\/|href="(https?|mailto|tel):[^"]*")?$/);
        }
        expect(sanitiseBody(clean)).toBe(clean);
      }),
    );
  });
});

test("header text has no line breaks or control characters", () => {
  expect(headerSafe(" a\r\nBcc: b\u0000\u2028c\ud800 ")).toBe("a Bcc: b c");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(headerSafe(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});
