import { beforeAll, describe, expect, test } from "vitest";
import { compileConfirmation } from "@/lib/mail/confirmation-template";
import { compileMailing, compileMailings, mergeProblems } from "@/lib/mail/mailing-template";
import { MERGE_TAGS } from "@/lib/mail/merge";
import { type CompiledTemplate, personalise } from "@/lib/mail/template";
import fc from "@/tests/support/fast-check";

const office = {
  name: "Byns <ungdomsförening>",
  address: "Bygatan 1\n65100 Vasa",
  footer: "FO-nummer 1234567-8",
};
const content = {
  subject: "Hej {{förnamn|vän}}!",
  bodyHtml:
    "<h2>Möte i {{ort|byn}}</h2><p>Hej {{namn|du & dina}}, {{organisation}} <a href='https://x.fi/?a=1&b=2'>läs mera</a></p>" +
    "<ul><li>{{efternamn}}</li></ul><p>{{förening}}</p>",
  office,
};
const links = { unsubscribe: "https://brevduva.example/u/token?a=1&b=2" };
let template: CompiledTemplate;

beforeAll(async () => {
  template = await compileMailing(content, "sv");
});

/** Texts that would do harm if they were read as anything but text. */
const nasty = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "{{förnamn}}",
    "$&$1$`$'",
    '"><script>alert(1)</script>',
    "t000000000000000000000000x0x",
    "<!--",
    "-->",
    "&amp;",
    "</title>",
    "a\r\nBcc: b@c.fi",
  ),
);
const values = fc.record(Object.fromEntries(MERGE_TAGS.map((tag) => [tag, nasty])));

/** Names of elements, in order: what the markup is, whatever the values are. */
function elementsOf(html: string): string[] {
  return [...html.matchAll(/<\/?[a-zA-Z!][^\s>/]*/g)].map(([open]) => open);
}

describe("a compiled mailing", () => {
  test("is as wide as the screen, whatever words are in it", () => {
    const [ground, ...tables] = personalise(template, {}, links).html.match(/<table[^>]*>/g) ?? [];
    expect(ground).toBeDefined();
    expect(tables).toHaveLength(3);
    for (const table of tables) expect(table).toMatch(/table-layout:fixed;.*word-break:break-word/);
  });

  test("makes links of the addresses in the association's own lines", async () => {
    const footer = "Tom's <b>kansli</b>: 'www.byns.example' & info@byns.example";
    const { html, text } = personalise(
      await compileMailing({ ...content, office: { ...office, footer } }, "sv"),
      {},
      links,
    );
    expect(html).toContain("Tom&#39;s &lt;b&gt;kansli&lt;/b&gt;: &#39;<a ");
    expect(html).toMatch(/ href="https:\/\/www\.byns\.example">www\.byns\.example<\/a>&#39; &amp; <a /);
    expect(html).toMatch(/ href="mailto:info@byns\.example">info@byns\.example<\/a><\/p>/);
    expect(text).toContain(footer);
  });

  test("tells Word, with which Outlook shows mails, its font and how wide it is to be", () => {
    const { html } = personalise(template, {}, links);
    const [, forWord] = /<!--\[if mso\]>(.*?)<!\[endif\]-->.*<body/s.exec(html) ?? [];
    expect(forWord).toMatch(/<style>.*td \{ font-family:.*\.column \{ width: 600px/s);
    expect(html).toMatch(/<table[^>]*class="column"/);
  });

  test("shows a logo in its own proportions, and on white where the mail is dark", async () => {
    const withLogo = { ...content, office: { ...office, logoUrl: "https://brevduva.example/logo/1" } };
    const { html } = personalise(await compileMailing(withLogo, "sv"), {}, links);
    const [logo] = html.match(/<img[^>]*>/) ?? [];
    expect(logo).toMatch(/class="logo".*width:auto;height:auto;max-width:\d+px;max-height:\d+px/);
    expect(html).toMatch(/prefers-color-scheme: dark.*\.logo \{ background-color: #ffffff/s);
  });

  test("has a subject also for who has none of the values in it", async () => {
    const named = await compileMailing({ ...content, subject: "{{förnamn}} {{efternamn}}" }, "sv");
    const subjectFor = (lastName: string) =>
      personalise(named, { firstName: "", lastName, association: office.name }, links).subject;
    expect(["Ek", ""].map(subjectFor)).toEqual(["Ek", office.name]);
    expect(personalise(named, { association: "Byns\r\nBcc: x" }, links).subject).toBe("Byns Bcc: x");
  });

  test("puts values into subject, HTML and plain text", () => {
    const card = {
      firstName: "Eva",
      name: "Eva <Ek>",
      lastName: "Ek",
      organisation: "",
      city: " ",
      association: "Byns",
    };
    const mail = personalise(template, card, links);
    expect(mail.subject).toBe("Hej Eva!");
    expect(mail.html).toContain("<title>Hej Eva!</title>");
    expect(mail.html).toMatch(/<h1[^>]*>Byns &lt;ungdomsförening&gt;<\/h1>.*Möte i byn<\/h2>/s);
    expect(mail.html).toContain("Hej Eva &lt;Ek&gt;, ");
    expect(mail.html).toContain('href="https://brevduva.example/u/token?a=1&amp;b=2"');
    expect(mail.html).toContain('href="https://x.fi/?a=1&amp;b=2"');
    expect(mail.html).toContain("Byns &lt;ungdomsförening&gt;");
    expect(personalise(template, { lastName: "O'Ek" }, links).html).toContain("O&#39;Ek");
    expect(mail.text).toContain("Möte i byn\n");
    expect(mail.text).toContain("Hej Eva <Ek>, ");
    expect(mail.text).toContain("läs mera https://x.fi/?a=1&b=2");
    expect(mail.text).toContain("https://brevduva.example/u/token?a=1&b=2");
    expect(mail.text).toContain("Bygatan 1");
  });

  test("gives the fallback for a blank or missing value, escaped in HTML", () => {
    const mail = personalise(template, { name: "  " }, links);
    expect(mail.subject).toBe("Hej vän!");
    expect(mail.html).toContain("Hej du &amp; dina, ");
    expect(mail.text).toContain("Hej du & dina, ");
  });

  test("knows its tags and links", () => {
    expect([...template.tags].sort()).toEqual([...MERGE_TAGS].sort());
    expect(template.links).toEqual(["unsubscribe"]);
  });

  test("is written for its reader's language", async () => {
    const { sv, fi, en } = await compileMailings(content);
    const html = (compiled: CompiledTemplate) => personalise(compiled, {}, links).html;
    expect(html(sv)).toContain('lang="sv"');
    expect(html(fi)).toContain("En halua enää näitä viestejä");
    expect(html(en)).toContain("I do not want these messages");
    expect(html(en)).not.toContain('lang="sv"');
  });

  test("compiles to the same each time, and is the same after the database", async () => {
    expect(await compileMailing(content, "sv")).toEqual(template);
    const stored: CompiledTemplate = JSON.parse(JSON.stringify(template));
    fc.assert(
      fc.property(values, (card) => {
        expect(personalise(stored, card, links)).toEqual(personalise(template, card, links));
      }),
    );
  });

  test("does not go out without its link, or with one that is no address", () => {
    for (const unsubscribe of [
      undefined,
      "",
      "javascript:x",
      "javascript:x//https://x.fi",
      'https://x.fi/"onclick=',
      "https://x.fi/'y",
      "https://x.fi/<y",
      "https://x.fi/ y",
    ])
      expect(() => personalise(template, {}, { unsubscribe })).toThrow("unsubscribe");
  });

  test("is refused with an unknown or broken tag, wherever it stands", async () => {
    const broken = ["{{smeknamn}}", "{{namn", '<a href="https://x.fi/{{namn}}">x</a>'];
    for (const bodyHtml of broken) {
      await expect(compileMailing({ ...content, bodyHtml }, "sv")).rejects.toThrow("merge_tags");
      expect(mergeProblems({ subject: "", bodyHtml }).body).toHaveLength(1);
    }
    await expect(compileMailing({ ...content, subject: "{{x}}" }, "sv")).rejects.toThrow("merge_tags");
    expect(mergeProblems(content)).toEqual({ subject: [], body: [] });
  });

  test("sanitises the body and takes line breaks out of the subject", async () => {
    const bodyHtml = "<p onclick='x()'>a<script>b</script></p>";
    const mail = personalise(
      await compileMailing({ subject: "a\r\nBcc: b", bodyHtml, office }, "sv"),
      {},
      links,
    );
    expect(mail.subject).toBe("a Bcc: b");
    expect(mail.html).not.toMatch(/<script|onclick/);
  });

  test("cuts no tag in the preview, however long the text is", async () => {
    const bodyHtml = `<p>${"{{förnamn|kära}} ".repeat(200)}</p>`;
    const mail = personalise(await compileMailing({ subject: "x", bodyHtml, office }, "sv"), {}, links);
    expect(mail.html.match(/kära/g)?.length).toBe(200 + 8);
    expect(mail.html).not.toMatch(/t[0-9a-f]{10}/);
  });
});

describe("laws", () => {
  test("values are inert: the markup is the same for all, and no token or tag is left", () => {
    const literals = [template.subject, template.html, template.text].flatMap((part) => part.literals);
    expect(literals.join("")).not.toMatch(/t[0-9a-f]{24}x|\{\{/);
    const markup = elementsOf(personalise(template, {}, links).html);
    fc.assert(
      fc.property(values, (card) => {
        const mail = personalise(template, card, links);
        expect(elementsOf(mail.html)).toEqual(markup);
        expect(mail.subject).not.toMatch(/[\r\n\p{Cc}]/u);
      }),
    );
  });

  test("a value arrives in the plain text as it is, and in HTML as its escaped self", () => {
    const word = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(word, (lastName) => {
        const mail = personalise(template, { lastName }, links);
        expect(mail.text).toContain(` * ${lastName}`);
        const item = /<li[^>]*>([^<]*)<\/li>/.exec(mail.html)?.[1] ?? "";
        const read = item.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => {
          return { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" }[name] ?? "";
        });
        expect(read).toBe(lastName);
      }),
    );
  });

  test("one recipient's mail does not depend on another's", () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const alone = personalise(template, one, links);
        personalise(template, other, links);
        expect(personalise(template, one, links)).toEqual(alone);
      }),
    );
  });
});

test("a confirmation request has its link in the button and in plain sight", async () => {
  const confirm = "https://brevduva.example/c/token";
  for (const language of ["sv", "fi", "en"] as const) {
    const compiled = await compileConfirmation({ ...office, name: "Byns ungdomsförening" }, language);
    expect(compiled.links).toEqual(["confirm"]);
    const mail = personalise(compiled, {}, { confirm });
    for (const line of ["Bygatan 1", "65100 Vasa", office.footer]) expect(mail.text).toContain(line);
    expect(mail.html.match(/<a /g), "no other link").toHaveLength(2);
    expect(mail.subject).toContain("Byns ungdomsförening");
    expect(mail.html.split(`href="${confirm}"`)).toHaveLength(3);
    expect(mail.html).toContain(`>${confirm}</a>`);
    expect(mail.text.split(confirm), "once: plain text has no button that may fail").toHaveLength(2);
    expect(mail.text).toContain("90");
  }
});
