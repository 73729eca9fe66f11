import { formatDate } from "../../lib/i18n/format";
import { saturdayAgo } from "./calendar";

const DAY = 86_400_000;

export type Letter = { subject: string; bodyHtml: string };

/** An invitation to a common working day, some weeks ago. */
export function workingDay(now: Date): Letter {
  const day = formatDate(saturdayAgo(now, 12));
  return {
    subject: "Talko vid lokalen",
    bodyHtml: `<p>Hej {{förnamn|vän}}!</p>
<p>Lokalen ska få nytt golv i köket och ved för hela vintern. Kom och hjälp till på talko <strong>lördagen den ${day}</strong>, från klockan nio. Vi bjuder på lunch.</p>
<p>Hälsningar<br>styrelsen för {{förening}}</p>`,
  };
}

/** The invitation that was cancelled while it went out. */
export function autumnMeeting(now: Date): Letter {
  return { subject: `Höstmötet ${now.getFullYear()}`, bodyHtml: meeting(now, "18.00", "") };
}

/** The invitation as it should have been. */
export function correctedMeeting(now: Date): Letter {
  const sorry =
    "<p>I den förra inbjudan stod fel klockslag, och en del av er fick den därför aldrig. Så här ska det vara:</p>\n";
  return {
    subject: `Höstmötet ${now.getFullYear()}: rätt klockslag`,
    bodyHtml: meeting(now, "18.30", sorry),
  };
}

function meeting(now: Date, hour: string, before: string): string {
  const day = formatDate(new Date(now.getTime() + 10 * DAY));
  return `<p>Hej {{förnamn|vän}}!</p>
${before}<p>Välkommen till {{förening}}s höstmöte den <strong>${day} kl. ${hour}</strong> i lokalen.</p>
<h2>Det här ska vi besluta om</h2>
<ul>
<li>verksamhetsplanen och budgeten för nästa år</li>
<li>medlemsavgiften</li>
<li>val av ordförande och styrelse</li>
</ul>
<p>Handlingarna finns på <a href="https://byns-uf.example/hostmotet">föreningens webbplats</a>. Kaffe serveras från en halvtimme före mötet.</p>
<p>Hälsningar<br>Anna Ek, sekreterare</p>`;
}
