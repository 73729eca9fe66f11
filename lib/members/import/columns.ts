import type { CardField } from "@/lib/members/input";

/** What a column of the file holds; `name` is first and last name together. */
export type ColumnTarget = CardField | "name";

export type Column = { header: string; target: ColumnTarget | null };

/**
 * Headers as associations write them in Swedish, Finnish and English, and address books in English, as `keyOf`
 * spells them.
 */
const HEADERS: Record<ColumnTarget, string> = {
  firstName:
    "förnamn fornamn tilltalsnamn förnamnen etunimi etunimet kutsumanimi firstname first forename givenname fname",
  lastName:
    "efternamn släktnamn slaktnamn familjenamn tillnamn sukunimi lastname last surname familyname lname",
  name: "namn helanamnet fulltnamn fullständigtnamn medlem medlemsnamn kontaktperson nimi kokonimi jäsen name fullname member membername",
  organisation:
    "organisation förening forening företag foretag firma bolag samfund arbetsgivare yhdistys yritys organisaatio seura yhteisö organization company association employer organisationsnamn föreningsnamn organizationname",
  street:
    "gatuadress gata adress adressrad adressrad1 adress1 postadress näradress naradress utdelningsadress hemadress katuosoite lähiosoite lahiosoite osoite postiosoite street streetaddress address address1 addressline1 postaladdress homeaddress homestreet address1street",
  postalCode:
    "postnummer postnr pnr postkod postinumero postinro postalcode postcode zip zipcode zippostalcode homepostalcode homezipcode homepostcode address1postalcode",
  city: "ort postort postanstalt stad hemort bostadsort kommun hemkommun kotipaikka kotikunta kunta postitoimipaikka paikkakunta kaupunki city town posttown municipality homecity address1city",
  country: "land hemland maa kotimaa country homecountry homecountryregion address1country",
  email:
    "epost epostadress epostadr epostaddress emejl mejl mejladress mail mailadress email emailadress emailaddress emailaddr sähköposti sahkoposti sähköpostiosoite sahkopostiosoite sposti maili primaryemail email1value",
  phone:
    "telefon telefonnummer telefonnr tel telnr tfn mobil mobilnummer mobilnr mobiltelefon gsm gsmnummer hemtelefon puhelin puhelinnumero puh puhelinnro matkapuhelin kännykkä phone phonenumber telephone mobile mobilephone cell cellphone mobilenumber phone1value",
  language:
    "språk sprak modersmål kontaktspråk korrespondensspråk kieli äidinkieli asiointikieli language lang",
  notes:
    "anteckningar anteckning notering noteringar kommentar kommentarer övrigt anmärkning anmärkningar tilläggsinfo huomautus huomautuksia muistiinpanot muistiinpano lisätiedot lisätieto kommentti kommentit notes note comment comments remarks",
};

const TARGETS = new Map(
  Object.entries(HEADERS).flatMap(([target, names]) =>
    names.split(" ").map((name) => [name, target as ColumnTarget] as const),
  ),
);

/** Which field each column holds; null for a column that is ignored. */
export function columnsOf(header: readonly string[]): Column[] {
  return header.map((text) => ({ header: text.trim(), target: TARGETS.get(keyOf(text)) ?? null }));
}

/** Rows within which the header is searched for: many lists begin with a title and a date. */
export const HEADER_WITHIN = 10;

/**
 * The row that is the header: the first that is not blank; or, if that names no field, the next row that
 * names two.
 *
 * @returns its index; -1 where all rows are blank.
 */
export function headerAt(records: readonly string[][]): number {
  const known = (record: readonly string[]) => columnsOf(record).filter(({ target }) => target).length;
  const first = records.findIndex((record) => !isBlank(record));
  const top = first < 0 ? [] : records.slice(first, first + HEADER_WITHIN);
  if (!top[0] || known(top[0]) > 0) return first;
  const below = top.findIndex((record) => known(record) > 1);
  return below < 0 ? first : first + below;
}

/** True if every cell of a row is blank. */
export function isBlank(record: readonly string[]): boolean {
  return record.every((cell) => cell.trim() === "");
}

/** True if rows of such a file name whom they are about. */
export function namesSomeone(columns: readonly Column[]): boolean {
  return namesPeople(columns) || columns.some((column) => column.target === "email");
}

/** True if the file has a column for names or organisations, and not addresses alone. */
export function namesPeople(columns: readonly Column[]): boolean {
  const naming: (ColumnTarget | null)[] = ["firstName", "lastName", "name", "organisation"];
  return columns.some((column) => naming.includes(column.target));
}

/** Longest header: with a wrong separator a cell can be as long as the file. */
const HEADER_LENGTH = 200;

/** Letters and digits, lower case: "E-post adress:" and "epostadress" are the same header. */
function keyOf(header: string): string {
  if (header.length > HEADER_LENGTH) return "";
  return header
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
