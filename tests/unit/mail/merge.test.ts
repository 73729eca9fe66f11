import { describe, expect, test } from "vitest";
import {
  MERGE_TAGS,
  mergeTagName,
  mergeTagOf,
  mergeValues,
  parseMerge,
  parseMergeHtml,
} from "@/lib/mail/merge";
import fc from "@/tests/support/fast-check";

describe("names of tags", () => {
  test.each([
    ["förnamn", "firstName"],
    ["FÖRNAMN", "firstName"],
    [" För Namn ", "firstName"],
    ["fo\u0308rnamn", "firstName"],
    ["\u00a0för\u00adnamn\u200b", "firstName"],
    ["etunimi", "firstName"],
    ["First name", "firstName"],
    ["efternamn", "lastName"],
    ["sukunimi", "lastName"],
    ["namn", "name"],
    ["nimi", "name"],
    ["organisation", "organisation"],
    ["ort", "city"],
    ["paikkakunta", "city"],
    ["city", "city"],
    ["förening", "association"],
    ["yhdistys", "association"],
    ["association", "association"],
    ["adress", null],
    ["", null],
    ["constructor", null],
  ])("%s", (name, tag) => {
    expect(mergeTagOf(name)).toBe(tag);
  });

  test("each tag is found by the name it has in each language", () => {
    for (const tag of MERGE_TAGS)
      for (const language of ["sv", "fi", "en"] as const)
        expect(mergeTagOf(mergeTagName(tag, language))).toBe(tag);
  });
});

describe("parsing", () => {
  test("tags, fallbacks and the text between", () => {
    expect(parseMerge("Hej {{ förnamn | kära vän }}, {{ort}}!")).toEqual({
      parts: ["Hej ", { tag: "firstName", fallback: "kära vän" }, ", ", { tag: "city", fallback: "" }, "!"],
      problems: [],
    });
  });

  test.each([
    ["{{smeknamn}}", "unknown_tag", "smeknamn"],
    ["{{ smeknamn |du}}", "unknown_tag", "smeknamn"],
    ["{{}}", "unknown_tag", ""],
    ["{{{förnamn}}}", "unknown_tag", "{förnamn"],
    ["Hej {{förnamn", "unclosed_tag", "{{förnamn"],
    ["{{förnamn {{ort}}", "unclosed_tag", "{{förnamn {{ort}}"],
    ["Hej förnamn}}", "unopened_tag", "Hej förnamn}}"],
  ])("%s is a fault", (text, code, excerpt) => {
    expect(parseMerge(text).problems).toContainEqual({ code, text: excerpt });
  });

  test("of a fault no more is shown than forty letters, as the writer sees them", () => {
    const shown = (html: string) => parseMergeHtml(html).problems[0]?.text;
    expect(shown(`{{${"🎉".repeat(50)}`)).toBe(`{{${"🎉".repeat(38)}`);
    expect(shown(`{{${"&quot;".repeat(50)}`)).toBe(`{{${'"'.repeat(38)}`);
    expect(shown("a &lt; b}}")).toBe("a < b}}");
  });

  test("a fallback is all that stands after the first line, in one line", () => {
    expect(parseMerge("{{namn|du|ni\u0007\noch jag }}").parts).toEqual([
      { tag: "name", fallback: "du|ni och jag" },
    ]);
  });

  test.each(["{förnamn}", "{ Förnamn | vän }", "«Förnamn»", "{nimi}"])(
    "%s is a fault: it was meant as a tag, and would be read by all members",
    (text) => {
      expect(parseMerge(`Hej ${text}!`).problems).toEqual([{ code: "single_brace", text }]);
    },
  );

  test("a single brace around anything else is text", () => {
    const text = "{a} och } { «Borta bra» {{ort}}";
    expect(parseMerge(text)).toEqual({
      parts: ["{a} och } { «Borta bra» ", { tag: "city", fallback: "" }],
      problems: [],
    });
  });

  test("in rich text a tag is in one piece, and not in a link", () => {
    expect(parseMergeHtml("<p>{{<strong>namn</strong>}}</p>").problems.map(({ code }) => code)).toEqual([
      "unclosed_tag",
      "unopened_tag",
    ]);
    for (const href of ["https://x.fi/{{namn}}", "https://x.fi/%7B%7Bnamn%7D%7D"])
      expect(parseMergeHtml(`<a href="${href}">x</a>`).problems[0]?.code).toBe("tag_in_link");
  });

  test("in rich text a fallback is read as its writer sees it", () => {
    expect(parseMergeHtml("<p>{{namn|du &amp; &lt;dina&gt;}}</p>").parts).toContainEqual({
      tag: "name",
      fallback: "du & <dina>",
    });
  });

  test("a text full of them takes no longer than others of its length", () => {
    const started = performance.now();
    for (const text of ["{{", "{{x ", "}}"]) parseMergeHtml(text.repeat(200_000 / text.length));
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("never throws, and loses no text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("{", "}", "|", "<", ">", "a", "namn", " ") }), (text) => {
        const { parts, problems } = parseMerge(text);
        parseMergeHtml(text);
        if (problems.length === 0 && !text.includes("{{")) expect(parts.join("")).toBe(text);
      }),
    );
  });
});

test("values come from the card, without line breaks", () => {
  const card = { firstName: " Eva\n", lastName: "Ek", organisation: null, city: "Vasa\u0000" };
  expect(mergeValues(card, { name: "Byns" })).toEqual({
    firstName: "Eva",
    lastName: "Ek",
    name: "Eva Ek",
    organisation: "",
    city: "Vasa",
    association: "Byns",
  });
  expect(mergeValues({ ...card, lastName: null }, { name: "" }).name).toBe("Eva");
});
