import type { MailingContent } from "../lib/mail/mailing-template";

const PARAGRAPH =
  "<p>Kära {{namn|medlem}}, styrelsen i {{förening}} kallar till höstmöte i {{ort|byn}}. Vi talar om året som gick, om talkot på hamnen och om vad {{organisation|föreningen}} tänker göra härnäst. Kaffe serveras från klockan sex, och <strong>alla är välkomna</strong>, också den som inte kunde komma i fjol.</p>";

/** A mail of about 6 KB of HTML with six tags, as an association writes it. */
export const CONTENT: MailingContent = {
  subject: "Höstmöte, {{förnamn|vän}}",
  bodyHtml: `<h2>Höstmöte 2026</h2><p>Hej {{förnamn|vän}} {{efternamn|}}!</p>${PARAGRAPH.repeat(5)}<ul><li>Verksamhetsplan</li><li><a href="https://example.org/program">Program</a></li></ul><p>Styrelsen</p>`,
  office: { name: "Byns ungdomsförening", address: "Bygatan 1\n65100 Vasa" },
};

const FIRST = ["Anna", "Nils", "Eva", "Åke", "Märta", "Östen"];
const LAST = ["Ek", "Berg", "Ahlskog", "Öhman", "Åström", "Sund"];
const CITIES = ["Vasa", "Ekenäs", "Jakobstad", "", "Åbo"];

/** A made-up card, the same for the same number. */
export function card(number: number) {
  return {
    firstName: FIRST[number % FIRST.length] ?? "",
    lastName: LAST[(number >> 3) % LAST.length] ?? "",
    organisation: number % 7 === 0 ? "Hembygdsföreningen" : "",
    city: CITIES[number % CITIES.length] ?? "",
  };
}
