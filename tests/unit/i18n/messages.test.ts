import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";
import { EMAIL_STATUSES } from "@/lib/addresses/status";
import { messageStatus } from "@/lib/db/schema/statuses";
import en from "@/messages/en.json";
import fi from "@/messages/fi.json";
import sv from "@/messages/sv.json";

const swedish = textsOf(sv);

test.each([
  ["Finnish", textsOf(fi)],
  ["English", textsOf(en)],
])("%s has every text that Swedish has, and no other", (_, texts) => {
  expect([...texts.keys()].sort()).toEqual([...swedish.keys()].sort());
});

test.each([
  ["Finnish", textsOf(fi)],
  ["English", textsOf(en)],
])("%s takes the arguments that Swedish takes", (_, texts) => {
  const differing = [...swedish].filter(
    ([key, text]) => argumentsOf(text).join() !== argumentsOf(texts.get(key) ?? "").join(),
  );
  expect(differing.map(([key]) => key)).toEqual([]);
});

test("no text is empty, or has a blank at its end", () => {
  const empty = [sv, fi, en].flatMap((file) =>
    [...textsOf(file)].filter(([, text]) => text === "" || text !== text.trim()).map(([key]) => key),
  );
  expect(empty).toEqual([]);
});

test("no sentence ends with the name of an association: many a name has a full stop of its own, as in r.f.", () => {
  const doubled = [sv, fi, en].flatMap((file) =>
    [...textsOf(file).values()].filter((text) => /\{(association|office)\}(<\/\w+>)?\.(\s|$)/.test(text)),
  );
  expect(doubled).toEqual([]);
});

test("every status has its label, word for word, and its explanation", () => {
  expect(sv.messageStatus).toEqual({
    none: "Ingen",
    unknown: "Okänd",
    queued: "I kö",
    sent: "Skickat",
    opened: "Öppnat",
    clicked: "Klickat",
    bounced: "Studsat",
    spam: "Spam",
    unsubscribed: "Vill inte få utskick",
    blocked: "Blockerat",
    invalid: "Felaktig studsat",
    soft_bounced: "Tillfällig studsat",
    deferred: "Uppskjuten",
  });
  expect(sv.emailStatus).toEqual({
    unconfirmed: "Obekräftad",
    confirmation_requested: "Bekräftelse begärd",
    confirmed: "Bekräftad",
    problem_bounced: "Problem (studsad)",
    problem_spam: "Problem (spam)",
    problem_unsubscribed: "Problem (vill inte få utskick)",
    problem_blocked: "Problem (blockerad)",
    problem_invalid: "Problem (felaktig)",
  });
  expect(Object.keys(sv.messageStatusHelp).sort()).toEqual([...messageStatus.enumValues].sort());
  expect(Object.keys(sv.emailStatusHelp).sort()).toEqual([...EMAIL_STATUSES].sort());
});

function textsOf(tree: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      const place = path ? `${path}.${key}` : key;
      if (typeof value === "object" && value !== null) return [...textsOf(value, place)];
      return [[place, String(value)]];
    }),
  );
}

/** Names of the arguments and tags of a text, in the order of the alphabet. */
function argumentsOf(text: string): string[] {
  const names = new Set<string>();
  const walk = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      names.add(element.value);
      if (element.type === TYPE.tag) walk(element.children);
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        for (const option of Object.values(element.options)) walk(option.value);
      }
    }
  };
  walk(parse(text));
  return [...names].sort();
}
