import { expect, test } from "vitest";
import { LANGUAGES } from "@/lib/i18n/language";
import { compileMailings, isCut } from "@/lib/mail/mailing-template";
import { personalise } from "@/lib/mail/template";
import { refuseUnfinished } from "@/lib/mailings/send";

const GMAIL_CUTS_AT = 102 * 1024;

/** As much of a text as may be sent. */
function longest(paragraph: string): string {
  let count = 0;
  for (let step = 2 ** 14; step >= 1; step /= 2) {
    if (!isCut(paragraph.repeat(count + step))) count += step;
  }
  return paragraph.repeat(count);
}

test.each([
  ["sentences", "<p>Kära vänner på Åland, välkomna!</p>"],
  ["single letters", "<p>a</p>"],
  ["long paragraphs", `<p>${"å ".repeat(900)}</p>`],
])(
  "the longest text of %s leaves the end of the mail in sight, and a longer one is not sent",
  async (_, paragraph) => {
    const bodyHtml = longest(paragraph);
    const office = { name: "B".repeat(200), address: "Gatan 1\n65100 Vasa", footer: "rad\n".repeat(5) };
    const mails = await compileMailings({ subject: "Ä".repeat(200), bodyHtml, office });
    for (const language of LANGUAGES) {
      const { html } = personalise(mails[language], {}, { unsubscribe: "https://b.fi/u/1" });
      expect(Buffer.byteLength(html)).toBeLessThan(GMAIL_CUTS_AT);
    }
    expect(() => refuseUnfinished({ subject: "Ämne", bodyHtml })).not.toThrow();
    const code = "body_too_long";
    expect(() => refuseUnfinished({ subject: "Ämne", bodyHtml: bodyHtml + paragraph })).toThrow(
      expect.objectContaining({ code }),
    );
  },
);
