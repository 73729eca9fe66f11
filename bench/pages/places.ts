import type postgres from "postgres";
import type { Size } from "./fill";

export type Place = {
  name: string;
  path: string;
  /** The page comes before the total of what it shows a part of. */
  totalLater?: boolean;
};

const PAGE = 50;
const DEEP_PAGE = 1_000;

/** The pages that are measured, by their addresses; the cursors are as the pages before them give them. */
export async function pagesOf(
  owner: postgres.Sql,
  slug: string,
  mailingId: string,
  size: Size,
): Promise<Place[]> {
  const deep = Math.min(DEEP_PAGE, size.cards / PAGE) - 1;
  const [card] = await owner<{ sort_name: string; id: string; name: string }[]>`
    select sort_name, id, first_name || ' ' || last_name as name from members where office_id = (select id from offices where slug = ${slug})
    order by sort_name, id offset ${deep * PAGE - 1} limit 1`;
  const after = Buffer.from(JSON.stringify({ sortName: card?.sort_name, id: card?.id })).toString(
    "base64url",
  );
  const person = new URLSearchParams({ search: card?.name ?? "" });
  const here = `/o/${slug}`;
  const mailing = `${here}/mailings/${mailingId}`;
  return [
    { name: "member-list", path: `${here}/members` },
    { name: "member-list-deep", path: `${here}/members?after=${after}` },
    { name: "member-list-status", path: `${here}/members?status=confirmed` },
    { name: "member-list-person", path: `${here}/members?${person}` },
    { name: "member-list-town", path: `${here}/members?search=vasa`, totalLater: true },
    { name: "mailings", path: `${here}/mailings` },
    { name: "mailing", path: mailing },
    { name: "recipients-status", path: `${mailing}?status=soft_bounced` },
    { name: "recipients-person", path: `${mailing}?${person}` },
    { name: "recipients-deep", path: `${mailing}?after=${deep * PAGE - 1}` },
  ];
}
