import type { Language } from "../../lib/i18n/language";
import {
  ENGLISH_FIRST_NAMES,
  ENGLISH_LAST_NAMES,
  FINNISH_FIRST_NAMES,
  FINNISH_LAST_NAMES,
  FIRST_NAMES,
  LAST_NAMES,
  STREETS,
  type Town,
} from "./names";
import { pick, randomOf } from "./random";

export type Person = {
  first_name: string;
  last_name: string;
  organisation: string;
  street: string;
  postal_code: string;
  city: string;
  country: string;
  email: string | null;
  phone: string;
  language: Language;
  notes: string;
};

const DOMAINS = [
  "example.org",
  "example.org",
  "posten.example",
  "kustnet.example",
  "skolan.example",
] as const;
const FAMILY_SHARE = 0.25;
const WITHOUT_ADDRESS = 0.08;
const NOTES = [
  "Betalar kontant",
  "Hjälper gärna till vid talko",
  "Vill ha fakturan per brev",
  "Har nyckel till lokalen",
] as const;

/**
 * Fictional members, the same ones for the same word: households, each with its own street; every fourth a
 * family, half of which share one address.
 *
 * @param count how many there are to be at least; the last household may add some.
 */
export function makePeople(word: string, count: number, towns: readonly [Town, ...Town[]]): Person[] {
  const random = randomOf(word);
  const taken = new Set<string>();
  const people: Person[] = [];
  while (people.length < count) people.push(...makeHousehold(random, towns, taken));
  return people;
}

function makeHousehold(
  random: () => number,
  towns: readonly [Town, ...Town[]],
  taken: Set<string>,
): Person[] {
  const language = pickLanguage(random);
  const lastName = pick(LAST_NAMES_OF[language], random);
  const { postalCode, city } = pick(towns, random);
  const street = `${pick(STREETS, random)} ${1 + Math.floor(random() * 88)}`;
  const size = random() < FAMILY_SHARE ? 2 + Math.floor(random() * 3) : 1;
  const oneAddress = size > 1 && random() < 0.5;
  const household: Person[] = [];
  for (let place = 0; place < size; place++) {
    const firstName = pick(FIRST_NAMES_OF[language], random);
    if (household.some((person) => person.first_name === firstName)) continue;
    const email =
      oneAddress && household[0] ? household[0].email : newAddress(firstName, lastName, random, taken);
    household.push({
      first_name: firstName,
      last_name: lastName,
      organisation: "",
      street,
      postal_code: postalCode,
      city,
      country: "Finland",
      email,
      phone: random() < 0.6 ? `050 000 ${String(Math.floor(random() * 10_000)).padStart(4, "0")}` : "",
      language,
      notes: random() < 0.06 ? pick(NOTES, random) : "",
    });
  }
  return household;
}

const FIRST_NAMES_OF = { sv: FIRST_NAMES, fi: FINNISH_FIRST_NAMES, en: ENGLISH_FIRST_NAMES };
const LAST_NAMES_OF = { sv: LAST_NAMES, fi: FINNISH_LAST_NAMES, en: ENGLISH_LAST_NAMES };

function pickLanguage(random: () => number): Language {
  const drawn = random();
  if (drawn < 0.9) return "sv";
  return drawn < 0.97 ? "fi" : "en";
}

function newAddress(first: string, last: string, random: () => number, taken: Set<string>): string | null {
  if (random() < WITHOUT_ADDRESS) return null;
  const name = `${plain(first)}.${plain(last)}`;
  const domain = pick(DOMAINS, random);
  let address = `${name}@${domain}`;
  for (let number = 2; taken.has(address); number++) address = `${name}${number}@${domain}`;
  taken.add(address);
  return address;
}

/** A person at an address that plays a part at the embedded provider: `bounced+kaj.backman@resend.dev`. */
export function playing(part: string, name: string, word: string, towns: readonly [Town, ...Town[]]): Person {
  const random = randomOf(`${word} ${name}`);
  const [firstName = "", lastName = ""] = name.split(" ");
  const { postalCode, city } = pick(towns, random);
  return {
    first_name: firstName,
    last_name: lastName,
    organisation: "",
    street: `${pick(STREETS, random)} ${1 + Math.floor(random() * 88)}`,
    postal_code: postalCode,
    city,
    country: "Finland",
    email: `${part}${part.includes("+") ? "-" : "+"}${plain(firstName)}.${plain(lastName)}@resend.dev`,
    phone: "",
    language: "sv",
    notes: "",
  };
}

/** A name as it stands in an address: small letters without marks. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z]+/g, "");
}
