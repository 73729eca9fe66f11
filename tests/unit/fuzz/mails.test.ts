import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { classify } from "@/lib/mail/classify";
import { fromHeader, providerMail } from "@/lib/mail/envelope";
import { parseProviderEvent } from "@/lib/mail/event";
import { headerSafe } from "@/lib/mail/header";
import { compileMailing } from "@/lib/mail/mailing-template";
import { mergeValues, parseMerge, parseMergeHtml } from "@/lib/mail/merge";
import { sanitiseBody } from "@/lib/mail/sanitise";
import { personalise } from "@/lib/mail/template";
import { csvLine } from "@/lib/messages/csv";
import { useTestEnv } from "@/tests/support/env";
import { oddText, oddValue, SEED } from "@/tests/support/odd";

beforeAll(() => useTestEnv({ appUrl: "postgres://localhost/none", ownerUrl: "", close: async () => {} }));

const runs = { seed: SEED, numRuns: 300 };
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

test("no text brings a line into a header", () => {
  fc.assert(
    fc.property(oddText, oddText, (name, subject) => {
      expect(headerSafe(name)).not.toMatch(CONTROL);
      expect(headerSafe(headerSafe(name))).toBe(headerSafe(name));
      const from = fromHeader(name, "post@brevduva.example");
      expect(from).not.toMatch(CONTROL);
      /* One address and no more: what stands before it is one name, in quotation marks where it needs them. */
      expect(from).toMatch(/^(?:"[^"\\<>]*"|[\p{L}\p{M}\p{N} '&/+_-]+) <post@brevduva\.example>$/u);
      const envelope = {
        to: "a@example.org",
        officeName: name,
        replyTo: null,
        attemptId: null,
        oneClickUrl: null,
      };
      const mail = providerMail(envelope, { subject, html: "", text: "" }, "post@brevduva.example");
      expect(mail.subject).not.toMatch(CONTROL);
    }),
    runs,
  );
});

const PIECES =
  "<script> </script> <p> </p> <a href='javascript:x'> <a href=\"https://x.fi/\"> \" ' = onerror <svg> <style> <!-- --> & &lt; &#x6a; <b <h1 /> {{ }} namn | <iframe> <math> <template> <noscript> ]]>".split(
    " ",
  );
const oddHtml = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), oddText), { maxLength: 20 })
  .map((parts) => parts.join(""));

/** Nothing that runs, and links that lead out. */
function expectHarmless(clean: string): void {
  for (const [, name, rest] of clean.matchAll(/<\/?([^\s>/]+)([^>]*)>/g)) {
    expect(name).toMatch(/^(h[1-3]|p|strong|em|ul|ol|li|a|br|blockquote|hr)$/);
    expect(rest?.trim()).toMatch(/^(\/|href="(https?|mailto|tel):[^"]*")?$/);
  }
}

test("rich text that was cleaned is harmless, and says the same when it is cleaned again", () => {
  const words = (html: string) => html.replace(/<[^>]*>/g, "");
  fc.assert(
    fc.property(oddHtml, (html) => {
      const clean = sanitiseBody(html);
      expectHarmless(clean);
      expectHarmless(sanitiseBody(clean));
      expect(words(sanitiseBody(clean))).toBe(words(clean));
    }),
    runs,
  );
});

test("merge tags are read or named as faults", () => {
  fc.assert(
    fc.property(oddHtml, (html) => {
      const { parts, problems } = parseMerge(html);
      for (const problem of [...problems, ...parseMergeHtml(sanitiseBody(html)).problems]) {
        expect(problem.code).toMatch(/^(unknown_tag|unclosed_tag|unopened_tag|single_brace|tag_in_link)$/);
      }
      for (const part of parts) if (typeof part !== "string") expect(part.fallback).not.toMatch(CONTROL);
    }),
    runs,
  );
});

test("what stands on a card stays text in its mail", async () => {
  const template = await compileMailing(
    {
      subject: "Hej {{namn}}",
      bodyHtml: "<p>Hej {{förnamn}} i {{ort}}!</p>",
      office: { name: "Byn", address: "" },
    },
    "sv",
  );
  const tags = (html: string) => html.match(/<[a-z!/][^>]*>/gi)?.length;
  const links = { unsubscribe: "https://brevduva.example/u/t" };
  const plain = { firstName: "Eva", lastName: "Ek", organisation: "x", city: "Vasa" };
  const before = tags(personalise(template, mergeValues(plain, { name: "Byn" }), links).html);
  fc.assert(
    fc.property(oddText, oddText, (firstName, city) => {
      const values = mergeValues({ ...plain, firstName, city }, { name: "Byn" });
      const mail = personalise(template, values, links);
      expect(tags(mail.html)).toBe(before);
      expect(mail.subject).not.toMatch(CONTROL);
    }),
    runs,
  );
});

test("no cell of a file for a spreadsheet is a formula, or two cells", () => {
  const line = fc.array(
    fc.oneof(
      oddText,
      fc.constantFrom(
        "=1+1",
        "+1",
        "-1",
        "@a",
        "\t=1",
        "\n=1",
        " =1",
        "a;b",
        '"=1',
        "a,=1",
        'a", "=1',
        "a\t@b",
      ),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(line, (cells) => {
      const written = csvLine(cells);
      expect(written.endsWith("\r\n")).toBe(true);
      const [read = [], ...more] = parse(written, { delimiter: ";", record_delimiter: "\r\n" });
      expect(more).toEqual([]);
      /* Programs that part it elsewhere, and care for no quotation mark within a cell. */
      expect(written.slice(0, -2)).not.toMatch(/[,;\t\r\n] *"*[=+\-@]/);
      expect(read).toHaveLength(cells.length);
      for (const [index, cell] of read.entries()) {
        expect(cell).not.toMatch(/^[\s\p{Cc}]*[=+\-@]/u);
        expect(cell.replaceAll("'", "")).toBe(cells[index]?.toWellFormed().replaceAll("'", ""));
      }
    }),
    runs,
  );
});

test("an event of the provider is read or null, and its class is known", () => {
  const event = fc.record({
    type: fc.oneof(oddText, fc.constantFrom("email.bounced", "email.failed", "email.complained")),
    created_at: oddValue,
    data: fc.oneof(
      oddValue,
      fc.record({ email_id: oddValue, to: oddValue, tags: oddValue, bounce: oddValue }),
    ),
  });
  fc.assert(
    fc.property(fc.oneof(oddValue, event), (json) => {
      const read = parseProviderEvent(json);
      if (read) classify(read);
      if (read?.occurredAt) expect(read.occurredAt.getUTCFullYear()).toBeLessThan(3000);
    }),
    runs,
  );
});
