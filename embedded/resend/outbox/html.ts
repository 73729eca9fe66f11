/** Markup that is safe to put into a page as it is. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | Html[] | string | number | undefined | null | false;

/** A piece of a page; every value in it is escaped unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((page, string, index) => page + markupOf(parts[index - 1]) + string));
}

function markupOf(part: Part): string {
  if (part === undefined || part === null || part === false) return "";
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map((piece) => piece.markup).join("");
  return escaped(String(part));
}

/** Text for an element or a quoted attribute. */
function escaped(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A whole page of the outbox. */
export function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Utkorgen</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/outbox.css">
<script src="/outbox.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Till innehållet</a>
<header><a href="/">Utkorgen</a><span>E-posten går inte längre än hit</span></header>
<main id="content">${content}</main>
</body>
</html>`.markup;
}

const day = new Intl.DateTimeFormat("sv-FI", { dateStyle: "short", timeZone: "Europe/Helsinki" });
const clock = new Intl.DateTimeFormat("sv-FI", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: "Europe/Helsinki",
});

/** `12.10.2026 kl. 08.04.05`, in Finland's time; the clock does not wrap away from its word. */
export function moment(at: Date | string): string {
  const date = new Date(at);
  return `${day.format(date)} kl.\u00a0${clock.format(date)}`;
}
