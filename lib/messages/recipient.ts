import { type SQL, sql } from "drizzle-orm";

/* What a message takes from its cards, each of them `c`. */

/** The merge values of a card; the names are those of `MergeTag`. */
const valuesOfCard = (association: SQL) => sql`jsonb_build_object(
  'firstName', c.first_name, 'lastName', c.last_name, 'name', btrim(c.first_name || ' ' || c.last_name),
  'organisation', c.organisation, 'city', c.city, 'association', ${association})`;

/**
 * The values of a family with one address, in the order of the list. What is blank on a card is passed
 * over. First names and full names are joined, "Anna & Nils"; a surname that several bear is said once,
 * different ones are joined as the first names are: "Ek", or "Ek & Berg". Organisation and town are the
 * first ones.
 */
export const valuesOfFamily = (association: SQL) => sql`jsonb_build_object(
  'firstName', string_agg(nullif(c.first_name, ''), ' & ' ${inOrder}),
  'lastName', ${surnames},
  'name', string_agg(nullif(btrim(c.first_name || ' ' || c.last_name), ''), ' & ' ${inOrder}),
  'organisation', (array_agg(c.organisation ${inOrder}) filter (where c.organisation <> ''))[1],
  'city', (array_agg(c.city ${inOrder}) filter (where c.city <> ''))[1],
  'association', ${association})`;

const inOrder = sql`order by c.sort_name, c.id`;

const surnames = sql`(
  select string_agg(s.name, ' & ' order by s.place) from (
    select n.name, min(n.place) as place
    from unnest(array_agg(c.last_name ${inOrder})) with ordinality as n(name, place)
    where n.name <> '' group by n.name
  ) s)`;

/** What a recipient is called in the results. */
export const shownName = sql`coalesce(nullif(btrim(c.last_name || ', ' || c.first_name, ', '), ''), nullif(c.organisation, ''), c.email)`;

/** Between the names of a family with one address. */
export const BETWEEN_NAMES = " · ";

/** Cards that get a message of a mailing; one with a problem a blocked one. */
export const getsMessage = sql`(c.email_status = 'confirmed' or c.email_status::text like 'problem\_%')`;

const isBlocked = sql`c.email_status::text like 'problem\_%'`;

/** What a message is made of, for each of the cards `receiving`; `tie` decides between equal names. */
const onePerCard = (values: SQL) => sql`
  select c.email as address, ${shownName} as name, c.sort_name, c.id as tie, c.language,
    ${values} as values, ${isBlocked} as blocked, array[c.id] as cards
  from receiving c`;

/** The same for each address; the first card by name decides what all share. */
export const onePerAddress = (values: SQL) => sql`
  select c.email as address,
    string_agg(${shownName}, ${BETWEEN_NAMES}::text ${inOrder}) as name, min(c.sort_name) as sort_name,
    c.email as tie,
    (array_agg(c.language ${inOrder}))[1] as language,
    ${values} as values, bool_and(${isBlocked}) as blocked, array_agg(c.id ${inOrder}) as cards
  from receiving c group by c.email`;

/** How a mailing makes its messages: of each card, or of each address. */
export const recipientsOf = (mailing: { onePerAddress: boolean }, association: SQL) =>
  mailing.onePerAddress ? onePerAddress(valuesOfFamily(association)) : onePerCard(valuesOfCard(association));
