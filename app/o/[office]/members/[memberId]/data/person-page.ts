import type { useTranslations } from "next-intl";
import type { Language } from "@/lib/i18n/language";
import { MERGE_TAGS, mergeTagName } from "@/lib/mail/merge";
import { html, Markup } from "./markup";
import { type PersonFile, whenOf } from "./person-file";

type T = ReturnType<typeof useTranslations<"personFile">>;

const STYLE = new Markup(`
body{font:1rem/1.5 system-ui,sans-serif;color:#1d1b18;background:#fff;max-width:46rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:2px solid #1d1b18}
h3{font-size:1rem;margin:0}p{margin:.25rem 0}dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{color:#57524a}dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}article{margin:1rem 0;break-inside:avoid}
ol{margin:.25rem 0;padding-left:1.25rem}.soft{color:#57524a}@media print{body{padding:0;max-width:none}}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}`);

/** The file that a person can read and print: one page that needs nothing else, and runs nothing. */
export function personPage(t: T, file: PersonFile, where: { language: Language; timeZone: string }): string {
  const when = (iso: string) => whenOf(iso, where);
  const { association } = file;
  const title = t("title", { name: file.name });
  const page = html`<!doctype html>
<html lang="${where.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>
<p class="soft">${t("taken", { association, date: when(file.taken) })}</p>
<p>${t("explain", { association })}</p>
<h2>${t("card")}</h2>
<dl>${[
    ...file.card.filter(({ value }) => value !== "").map(({ label, value }) => row(label, value)),
    row(t("created"), when(file.created)),
    row(t("changed"), when(file.changed)),
  ]}</dl>
${emptyFields(t, file)}
<h2>${t("emailStatus")}</h2>
${emailStatus(t, file, when)}
<h2>${t("messages", { count: file.messages.length })}</h2>
${file.messages.map((message) => messagePart(t, message, where.language, when))}
<h2>${t("log")}</h2>
<ol>${file.log.map(({ at, who, what }) => html`<li><span class="soft">${when(at)} · ${who}:</span> ${what}</li>`)}</ol>
<h2>${t("rightsTitle")}</h2>
<p>${t("rights", { association })}</p>
</body></html>
`;
  return page.html;
}

function row(label: string, value: string): Markup {
  return html`<dt>${label}</dt><dd>${value}</dd>`;
}

function emptyFields(t: T, { card }: PersonFile): Markup | null {
  const empty = card.filter(({ value }) => value === "").map(({ label }) => label);
  return empty.length === 0
    ? null
    : html`<p class="soft">${t("emptyFields", { fields: empty.join(", ") })}</p>`;
}

function emailStatus(t: T, { emailStatus: status }: PersonFile, when: (iso: string) => string): Markup {
  if (!status) return html`<p>${t("noAddress")}</p>`;
  const since = status.since && html` <span class="soft">${t("since", { date: when(status.since) })}</span>`;
  return html`<p><strong>${status.label}</strong>${since || null}</p><p>${status.meaning}</p>`;
}

function messagePart(
  t: T,
  message: PersonFile["messages"][number],
  language: Language,
  when: (iso: string) => string,
): Markup {
  const values = MERGE_TAGS.flatMap((tag) => {
    const value = message.personal?.values[tag];
    return value ? [`${value} (${mergeTagName(tag, language)})`] : [];
  });
  return html`<article><h3>${message.mailing || t("noSubject")}</h3>
<p class="soft">${message.kind.label} · ${message.address}</p>
<p><strong>${message.status.label}</strong>${message.reason ? `: ${message.reason}` : null}
<span class="soft">${when(message.since)}</span></p>
${
  message.personal
    ? values.length > 0
      ? html`<p class="soft">${t("values", { values: values.join(", ") })}</p>`
      : null
    : html`<p class="soft">${t("shared")}</p>`
}
<ol>${message.timeline.map(({ at, text }) => html`<li><span class="soft">${when(at)}</span> ${text}</li>`)}</ol></article>`;
}
