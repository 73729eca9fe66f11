import { type SQL, sql } from "drizzle-orm";

/* What a message takes from its cards, each of them `c`. */

/** The merge values of a card; the names are those of `MergeTag`. */
export const valuesOfCard = (association: SQL) => sql`jsonb_build_object(
  'firstName', c.first_name, 'lastName', c.last_name, 'name', btrim(c.first_name || ' ' || c.last_name),
  'organisation', c.organisation, 'city', c.city, 'association', ${association})`;

/** The values of a family with one address: "Anna & Nils". */
export const valuesOfFamily = (association: SQL) => sql`jsonb_build_object(
  'firstName', string_agg(nullif(c.first_name, ''), ' & ' order by c.sort_name, c.id),
  'lastName', (array_agg(distinct c.last_name))[1],
  'name', string_agg(nullif(btrim(c.first_name || ' ' || c.last_name), ''), ' & ' order by c.sort_name, c.id),
  'organisation', (array_agg(c.organisation order by c.sort_name, c.id))[1],
  'city', (array_agg(c.city order by c.sort_name, c.id))[1],
  'association', ${association})`;

/** What a recipient is called in the results. */
export const shownName = sql`coalesce(nullif(btrim(c.last_name || ', ' || c.first_name, ', '), ''), nullif(c.organisation, ''), c.email)`;
