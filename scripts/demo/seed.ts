import { daysAgo } from "./calendar";
import { writeCards } from "./cards";
import { type Author, cancelledMailing, everydayMailing, reachingMailing, requestOf } from "./history";
import { tellHistory } from "./log-book";
import { ARCHIPELAGO_TOWNS, COAST_TOWNS, VILLAGE_TOWNS } from "./names";
import { type DemoLogin, findDemo, makeOffices, removeHalf, setPasswords } from "./offices";
import { makePeople, type Person, playing } from "./people";
import { autumnMeeting, correctedMeeting, workingDay } from "./texts";

/**
 * Fills an empty database with the demo; a whole one is left as it is, apart from new passwords.
 *
 * @param now everything is dated to earlier days.
 * @returns the logins, or null if the database holds other offices.
 */
export async function seedDemo(now = new Date()): Promise<DemoLogin | null> {
  const found = await findDemo();
  if (found === "foreign") return null;
  if (found === "half") await removeHalf();
  if (found !== "whole") {
    const { head, village, archipelago, author } = await makeOffices();
    await fillVillage(village, author, now);
    await fillArchipelago(archipelago, author, now);
    await fillHead(head, author, now);
    for (const office of [village, archipelago]) await tellHistory(office, "Modellförbundet");
    await tellHistory(head, null);
  }
  return setPasswords();
}

const REQUEST = "Bekräftelseförfrågan";

async function fillVillage(officeId: string, author: Author, now: Date): Promise<void> {
  const word = "Byns ungdomsförening";
  const players = [
    ["bounced", "Kaj Backman"],
    ["complained", "Gunilla Fors"],
    ["suppressed", "Rolf Dahlbäck"],
    ["soft+2", "Nils Berg"],
    ["full", "Birger Lund"],
    ["delayed", "Disa Granholm"],
    ["invalid", "Tove Hagman"],
    ["policy", "Joakim Eklöv"],
  ].map(([part = "", name = ""]) => playing(part, name, word, VILLAGE_TOWNS));
  const people = makePeople(word, 160, VILLAGE_TOWNS);
  await writeCards(officeId, [...people, ...players], daysAgo(now, 40, "10.12"));
  await requestOf({ officeId, author, at: daysAgo(now, 35, "18.04") }, REQUEST);
  await everydayMailing({ officeId, author, at: daysAgo(now, 24, "17.31") }, workingDay(now));
  await cancelledMailing({ officeId, author, at: daysAgo(now, 3, "18.04") }, autumnMeeting(now));
  await reachingMailing({ officeId, author, at: daysAgo(now, 2, "12.15") }, correctedMeeting(now));

  const newcomers = makePeople(`${word}, nya`, 8, VILLAGE_TOWNS);
  await writeCards(officeId, [...newcomers, ...untried(word, VILLAGE_TOWNS)], daysAgo(now, 2, "16.20"));
  await requestOf({ officeId, author, at: daysAgo(now, 2, "18.10") }, `${REQUEST} till nya medlemmar`);
  await writeCards(officeId, makePeople(`${word}, nyast`, 6, VILLAGE_TOWNS), daysAgo(now, 1, "10.20"));
}

async function fillArchipelago(officeId: string, author: Author, now: Date): Promise<void> {
  const word = "Skärgårdens hembygdsförening";
  /* Two persons who are members of both, and whose addresses got a problem elsewhere. */
  const both = [
    playing("complained", "Gunilla Fors", word, ARCHIPELAGO_TOWNS),
    playing("full", "Birger Lund", word, ARCHIPELAGO_TOWNS),
  ];
  const people = [...makePeople(word, 110, ARCHIPELAGO_TOWNS), ...untried(word, ARCHIPELAGO_TOWNS), ...both];
  await writeCards(officeId, people, daysAgo(now, 20, "11.05"));
  await requestOf({ officeId, author, at: daysAgo(now, 12, "17.22") }, REQUEST);
  await writeCards(officeId, makePeople(`${word}, nya`, 12, ARCHIPELAGO_TOWNS), daysAgo(now, 2, "13.40"));
}

async function fillHead(officeId: string, author: Author, now: Date): Promise<void> {
  const organisation = (name: string, email: string): Person => ({
    first_name: "",
    last_name: "",
    organisation: name,
    street: "",
    postal_code: "65100",
    city: "Vasa",
    country: "Finland",
    email,
    phone: "",
    language: "sv",
    notes: "",
  });
  const contacts = [
    organisation("Lokalbladet", "redaktionen@lokalbladet.example"),
    organisation("Kommunens fritidsbyrå", "fritid@kommunen.example"),
  ];
  await writeCards(
    officeId,
    [...makePeople("Modellförbundet", 36, COAST_TOWNS), ...contacts],
    daysAgo(now, 60, "14.30"),
  );
  await requestOf({ officeId, author, at: daysAgo(now, 50, "10.33") }, REQUEST);
}

/** Addresses that play their parts when somebody tries a mailing. */
function untried(word: string, towns: Parameters<typeof makePeople>[2]): Person[] {
  return [
    ["bounced", "Harriet Holmlund"],
    ["complained", "Ragnar Kullas"],
    ["suppressed", "Signe Lillqvist"],
    ["soft+2", "Sune Nygård"],
    ["full", "Thea Påvals"],
    ["delayed", "Viveca Sandås"],
    ["invalid", "Yngve Smeds"],
    ["policy", "Åke Wiik"],
  ].map(([part = "", name = ""]) =>
    playing(`${part}${part.includes("+") ? "-" : "+"}${initials(word)}`, name, word, towns),
  );
}

/** Tells apart the addresses of two offices: `b`, `s`. */
function initials(word: string): string {
  return word.slice(0, 1).toLowerCase().replace("å", "a");
}
