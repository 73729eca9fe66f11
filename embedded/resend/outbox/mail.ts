import type postgres from "postgres";
import { messageId } from "../events";
import { type Content, contentsOf } from "../store/contents";
import { type EmailRow, findEmail } from "../store/emails";
import { type EventRow, eventsOf } from "../store/events";
import { unsubscribesOf } from "../store/unsubscribes";
import { type Html, html, moment, page } from "./html";
import { oneClickUrl } from "./unsubscribe";
import { ACTIONS, isAction, stateName } from "./words";

/**
 * The page of one mail, as its receiver sees it.
 *
 * @param done the action that was just carried out, if any
 * @returns undefined when there is no such mail
 */
export async function mailPage(sql: postgres.Sql, id: string, done: string): Promise<string | undefined> {
  const row = await findEmail(sql, id);
  if (!row) return undefined;
  const [events, unsubscribes, [content]] = await Promise.all([
    eventsOf(sql, row.seq),
    unsubscribesOf(sql, row.seq),
    contentsOf(sql, [row]),
  ]);
  if (!content) return undefined;
  const happened = [
    ...events.map((event) => ({ at: event.happens_at, line: eventLine(event) })),
    ...unsubscribes.map(({ at, outcome }) => ({
      at,
      line: html`<strong>Avslutade med ett klick</strong>: ${outcome}`,
    })),
  ].sort((one, other) => one.at.getTime() - other.at.getTime());
  const news = done === "unsubscribe" ? unsubscribes.at(-1)?.outcome : isAction(done) && ACTIONS[done].done;
  return page(
    row.subject,
    html`<p><a href="/">All e-post</a></p>
<h1>${row.subject}</h1>
${news && html`<p role="status" class="news">${news}</p>`}
<dl>${addressLines(row).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<section aria-labelledby="play"><h2 id="play">Spela mottagaren</h2><div class="row">${buttons(row, content)}</div></section>
<section aria-labelledby="events-title"><h2 id="events-title">Vad som har hänt</h2>
<ol class="events" id="events" data-live>${happened.map(
      ({ at, line }) =>
        html`<li><time datetime="${at.toISOString()}">${moment(at)}</time> <span>${line}</span></li>`,
    )}</ol></section>
${
  content.html !== null &&
  html`<section aria-labelledby="html"><h2 id="html">Meddelandet</h2>
<iframe title="Meddelandet som mottagaren ser det" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${withNewTabs(content.html)}"></iframe></section>`
}
${content.text !== null && html`<section aria-labelledby="text"><h2 id="text">Som ren text</h2><pre tabindex="0">${content.text}</pre></section>`}
<section aria-labelledby="headers"><h2 id="headers">Rubrikfält</h2>
<dl class="headers">${headerLines(row, content).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`,
  );
}

function addressLines(row: EmailRow): [string, string][] {
  const lines: [string, string][] = [
    ["Från", row.from_address],
    ["Till", row.to_addresses.join(", ")],
  ];
  if (row.cc) lines.push(["Kopia", row.cc.join(", ")]);
  if (row.bcc) lines.push(["Hemlig kopia", row.bcc.join(", ")]);
  if (row.reply_to) lines.push(["Svar till", row.reply_to.join(", ")]);
  lines.push(["Skickat", moment(row.created_at)], ["Läge", stateName(row.last_event)]);
  return lines;
}

function headerLines(row: EmailRow, content: Content): [string, string][] {
  return [
    ["From", row.from_address],
    ["To", row.to_addresses.join(", ")],
    ...(row.cc ? ([["Cc", row.cc.join(", ")]] satisfies [string, string][]) : []),
    ...(row.reply_to ? ([["Reply-To", row.reply_to.join(", ")]] satisfies [string, string][]) : []),
    ["Subject", row.subject],
    ["Date", new Date(row.created_at).toUTCString()],
    ["Message-ID", messageId(row.id)],
    ...Object.entries(content.headers),
  ];
}

function buttons(row: EmailRow, content: Content): Html[] {
  const offered = Object.entries(ACTIONS).filter(
    ([name]) => name !== "unsubscribe" || oneClickUrl(content.headers),
  );
  return offered.map(
    ([name, { label }]) =>
      html`<form method="post" action="/mail/${row.id}/${name}"><button>${label}</button></form>`,
  );
}

function eventLine(event: EventRow): Html {
  const reason = event.detail?.bounce?.diagnosticCode[0] ?? event.detail?.suppressed?.type;
  return html`<strong>${stateName(event.type)}</strong>${event.receiver && ` hos ${event.receiver}`}${reason && `: ${reason}`}
<small>${toldLine(event)}</small>`;
}

function toldLine(event: EventRow): string {
  if (event.delivered_at) return `Programmet fick veta det ${moment(event.delivered_at)}.`;
  if (event.attempts > 0) {
    const next = event.next_attempt_at
      ? `Nästa försök ${moment(event.next_attempt_at)}.`
      : "Inga fler försök.";
    return `Programmet svarade inte som det skulle (${event.last_answer}). ${next}`;
  }
  return event.next_attempt_at ? "Programmet får strax veta det." : "Programmet tar inte emot händelser.";
}

/** The mail's markup with every link opening in a new tab. */
export function withNewTabs(markup: string): string {
  const base = '<base target="_blank">';
  const head =
    /<head(?:\s[^>]*)?>/i.exec(markup) ??
    /<html(?:\s[^>]*)?>/i.exec(markup) ??
    /^\s*<!doctype[^>]*>/i.exec(markup);
  const at = head ? head.index + head[0].length : 0;
  return markup.slice(0, at) + base + markup.slice(at);
}
