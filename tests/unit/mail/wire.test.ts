import { beforeAll, expect, test } from "vitest";
import { batchBody } from "@/lib/mail/batch-body";
import { providerMail } from "@/lib/mail/envelope";
import { compileMailing } from "@/lib/mail/mailing-template";
import { type CompiledTemplate, personalise } from "@/lib/mail/template";
import { personalisedWireMail, type WireMail, wireMail } from "@/lib/mail/wire";
import fc from "@/tests/support/fast-check";

let template: CompiledTemplate;

beforeAll(async () => {
  template = await compileMailing(
    {
      subject: 'Hej {{förnamn|"vän"}}',
      bodyHtml:
        '<p>Kära {{namn}} "citat" \\ {{ort|hemma}} – <a href="https://example.org/?a=1&amp;b=2">länk</a></p>',
      office: { name: 'Föreningen "Å"', address: "Gatan 1\nVasa" },
    },
    "sv",
  );
});

const written = (mail: WireMail) => batchBody([mail]).bytes.toString();

/* Often with what HTML or JSON writes in another way. */
const writtenOtherwise = fc.constantFrom(..."\\\"'<>&\b\n", "\ud800");
const word = fc.string({ unit: fc.oneof(fc.string({ unit: "grapheme" }), writtenOtherwise), maxLength: 20 });

test("the short way to the wire writes the very bytes of the long one", () => {
  fc.assert(
    fc.property(word, word, word, word, (firstName, name, city, officeName) => {
      const envelope = {
        to: "anna@example.org",
        officeName,
        replyTo: "kansli@example.org",
        attemptId: "0b9f2d0e-4c1f-4f7e-9a55-3f3b6d1f0a11",
        oneClickUrl: "https://brevduva.example/api/unsubscribe/token",
      };
      const values = { firstName, name, city, association: officeName };
      const links = { unsubscribe: "https://brevduva.example/u/token?x=1&y=2" };
      const long = wireMail(
        providerMail(envelope, personalise(template, values, links), "post@brevduva.example"),
      );
      const short = personalisedWireMail(envelope, template, values, links, "post@brevduva.example");
      expect({ ...short, json: written(short) }).toEqual({ ...long, json: written(long) });
    }),
  );
});

test("no mail goes over the wire without its link", () => {
  const envelope = {
    to: "a@example.org",
    officeName: "x",
    replyTo: null,
    attemptId: null,
    oneClickUrl: null,
  };
  for (const links of [{}, { unsubscribe: "javascript:x" }])
    expect(() => personalisedWireMail(envelope, template, {}, links, "post@brevduva.example")).toThrow(
      "unsubscribe",
    );
});

test("a value that looks like the empty members stays a value", () => {
  const envelope = {
    to: "a@example.org",
    officeName: '"html":"","text":""',
    replyTo: null,
    attemptId: null,
    oneClickUrl: null,
  };
  const values = { firstName: '"html":"","text":""', name: "x", city: "y" };
  const links = { unsubscribe: "https://brevduva.example/u/t" };
  const mail = personalisedWireMail(envelope, template, values, links, "post@brevduva.example");
  expect(JSON.parse(written(mail))[0].html).toBe(personalise(template, values, links).html);
});
