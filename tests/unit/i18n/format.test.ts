import { expect, test } from "vitest";
import { formatDate, formatDateTime, formatNumber } from "@/lib/i18n/format";
import { preferredLanguage } from "@/lib/i18n/language";

const evening = new Date("2026-10-12T15:04:00Z");
const nearMidnight = new Date("2026-01-01T21:59:59Z");

test("instants are written as people here write them", () => {
  expect(formatDateTime(evening)).toBe("12.10.2026 kl.\u00a018.04");
  expect(formatDateTime(evening, { language: "fi" })).toBe("12.10.2026 klo\u00a018.04");
  expect(formatDateTime(evening, { language: "en" })).toBe("12 October 2026 at\u00a018:04");
  expect(formatDateTime(evening, { timeZone: "Europe/Stockholm" })).toBe("12.10.2026 kl.\u00a017.04");
});

test("the day is the one in Finland", () => {
  expect(formatDate(nearMidnight)).toBe("1.1.2026");
  expect(formatDate(new Date("2026-01-01T22:00:00Z"))).toBe("2.1.2026");
});

test("large numbers are kept together", () => {
  expect(formatNumber(1000)).toBe("1\u00a0000");
  expect(formatNumber(1234567, "fi")).toBe("1\u00a0234\u00a0567");
  expect(formatNumber(412)).toBe("412");
});

test.each([
  ["fi-FI,fi;q=0.9,sv;q=0.8", "fi"],
  ["de, en-GB;q=0.5, sv;q=0.7", "sv"],
  ["sv;q=0, en", "en"],
  ["sv;q=0", null],
  ["de-DE, fi-FI", "fi"],
  ["de, fr", null],
  ["*", null],
  ["", null],
  [null, null],
])("of %s the language is %s", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
