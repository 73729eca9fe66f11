import type postgres from "postgres";
import { pageOf } from "../api/query";
import { type EmailRow, listEmails } from "../store/emails";
import { type Html, html, moment, page } from "./html";
import { stateName } from "./words";

const PAGE = "50";

/** The page with all mails, the newest first. */
export async function listPage(sql: postgres.Sql, query: URLSearchParams): Promise<string> {
  const search = query.get("q") ?? "";
  const wanted = new URLSearchParams(query);
  wanted.set("limit", PAGE);
  const cursors = pageOf(wanted);
  const list = (await listEmails(sql, cursors, search)) ?? { rows: [], hasMore: false };
  const older = cursors.before ? list.rows.length > 0 : list.hasMore;
  const newer = cursors.after ? list.rows.length > 0 : cursors.before ? list.hasMore : false;
  return page(
    "All e-post",
    html`<h1>Skickad e-post</h1>
<form method="get" action="/" role="search">
<label for="q">Mottagare eller ämne</label>
<div class="row"><input id="q" name="q" type="search" value="${search}"><button>Sök e-post</button></div>
</form>
<section aria-label="E-post" ${cursors.after || cursors.before ? "" : html`data-live`} id="mails">
${list.rows.length === 0 ? emptiness(search) : html`<ol class="mails">${list.rows.map(entry)}</ol>`}
</section>
<nav aria-label="Sidor" class="row">
${newer && html`<a href="/?${cursor(search, "before", list.rows.at(0))}">Nyare e-post</a>`}
${older && html`<a href="/?${cursor(search, "after", list.rows.at(-1))}">Äldre e-post</a>`}
</nav>`,
  );
}

function emptiness(search: string): Html {
  return search
    ? html`<p>Inget meddelande har en mottagare eller ett ämne med ”${search}”.</p>`
    : html`<p>Här syns varje meddelande som programmet skickar. Ännu har det inte skickat något.</p>`;
}

function entry(row: EmailRow): Html {
  return html`<li><a href="/mail/${row.id}">
<span class="receiver">${row.to_addresses.join(", ")}</span>
<span class="subject">${row.subject}</span>
<span class="state ${row.last_event}">${stateName(row.last_event)}</span>
<time datetime="${row.created_at}">${moment(row.created_at)}</time>
</a></li>`;
}

function cursor(search: string, direction: "after" | "before", row: EmailRow | undefined): string {
  const query = new URLSearchParams(search ? { q: search } : {});
  if (row) query.set(direction, row.id);
  return query.toString();
}
