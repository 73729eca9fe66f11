import { createElement } from "react";
import { render as renderElement, toPlainText } from "react-email";
import { Mailing } from "../emails/mailing";
import { compileMailing } from "../lib/mail/mailing-template";
import { mergeValues } from "../lib/mail/merge";
import { personalise } from "../lib/mail/template";
import { CONTENT, card } from "./content";
import { atLeast, type Figure } from "./figure";

const MEMBERS = 20_000;
const RENDERS = 400;
const LINKS = { unsubscribe: "https://brevduva.example/u/0123456789abcdef" };

/** Personalising a compiled mail against one react-email render, HTML and text, per member. */
export async function render(): Promise<Figure[]> {
  const template = await compileMailing(CONTENT, "sv");
  const values = Array.from({ length: MEMBERS }, (_, number) => mergeValues(card(number), CONTENT.office));
  for (const value of values.slice(0, 2000)) personalise(template, value, LINKS);
  const personalised = await perSecond(MEMBERS, async () => {
    let letters = 0;
    for (const value of values) {
      const mail = personalise(template, value, LINKS);
      /* Flattens the strings, as sending them would. */
      letters += Buffer.byteLength(mail.html) + Buffer.byteLength(mail.text);
    }
    if (letters < MEMBERS * 5000) throw new Error("the mails are smaller than the figure says");
  });
  await renderEach(50);
  const rendered = await perSecond(RENDERS, () => renderEach(RENDERS));
  return [atLeast("render", "messages/s", personalised, rendered, 100)];
}

async function renderEach(count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const { firstName } = card(number);
    const html = await renderElement(
      createElement(Mailing, {
        language: "sv",
        subject: `Höstmöte, ${firstName}`,
        preview: "Kallelse till höstmöte",
        associationName: CONTENT.office.name,
        bodyHtml: CONTENT.bodyHtml.replaceAll("{{förnamn|vän}}", firstName),
        associationLines: ["Bygatan 1", "65100 Vasa"],
        sentBy: "Skickat av Byns ungdomsförening",
        why: "Du får detta för att du är medlem",
        unsubscribe: "Sluta få utskick",
        unsubscribeNote: "",
        unsubscribeUrl: LINKS.unsubscribe,
      }),
    );
    toPlainText(html);
  }
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (count * 1000) / (performance.now() - started);
}
