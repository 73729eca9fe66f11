/** The list that the association has: written by a spreadsheet program, with the blemishes of real ones. */
const COLUMNS = [
  "Medlemsnr",
  "Efternamn",
  "Förnamn",
  "Gatuadress",
  "Postnr",
  "Ort",
  "E-postadress",
  "Förening",
];

const ROWS = [
  "101;Ahlskog;Eva;Strandgatan 4;65100;Vasa;EVA.AHLSKOG@EXAMPLE.ORG;",
  '102;Öström;Nils;"Byvägen 12, bostad 3";65610;Korsholm;"  nils.ostrom@example.org ";',
  '103;Öström;Åsa;"Byvägen 12, bostad 3";65610;Korsholm;nils.ostrom@example.org;',
  ";;;;;;;",
  "104;Berg;Sven;Hamngatan 1;65100;Vasa;sven.berg@example.org;",
  "105;Svarslös;Olle;Hamngatan 2;65100;Vasa;olle.svarslos@example.org;",
  "106;Sundman;Lisa;Hamngatan 3;65100;Vasa;lisa.sundman@example.org;",
  "107;Björk;Berta;Hamngatan 4;65100;Vasa;berta.bjork@example.org;",
  "108;Fagernäs;Siv;Hamngatan 5;65100;Vasa;siv.fagernas@example.org;",
  "109;Manner;Kurt;Hamngatan 6;65100;Vasa;manual+kurt@resend.dev;",
  "110;Nygård;Sune;Hamngatan 7;65100;Vasa;soft+1-sune@resend.dev;",
  "111;Påvals;Thea;Hamngatan 8;65100;Vasa;full+thea@resend.dev;",
  "112;Backman;Kaj;Hamngatan 9;65100;Vasa;bounced+kaj@resend.dev;",
  "113;Fors;Gunilla;Hamngatan 10;65100;Vasa;complained+gunilla@resend.dev;",
  "114;Hagman;Tove;Hamngatan 11;65100;Vasa;invalid+tove@resend.dev;",
  "115;Sandås;Disa;Hamngatan 12;65100;Vasa;delayed+disa@resend.dev;",
  "116;;;;65100;Vasa;redaktionen@lokalbladet.example;Lokalbladet",
  "117;Utan;Ulla;Hamngatan 13;65100;Vasa;;",
  "118;Felix;Frans;Hamngatan 14;65100;Vasa;frans.felix@exempel;",
];

/** As Excel saves it on Windows: Windows-1252, semicolons, CRLF. */
export const FILE = {
  name: "medlemsförteckning.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(`${[COLUMNS.join(";"), ...ROWS].join("\r\n")}\r\n`, "latin1"),
};

/** Rows that become cards: all but the empty one and the one with a faulty address. */
export const CARDS = ROWS.length - 2;
export const WITHOUT_ADDRESS = 1;
/** The couple has one. */
export const ADDRESSES = CARDS - WITHOUT_ADDRESS - 1;

/** The row of the file with the faulty address: the header is row 1. */
export const FAULTY = { row: ROWS.length + 1, address: "frans.felix@exempel" };

/** What becomes of the confirmation request where nobody presses anything, once it is settled. */
export const REQUEST = {
  "bounced+kaj@resend.dev": { message: "bounced", card: "problem_bounced" },
  "complained+gunilla@resend.dev": { message: "spam", card: "problem_spam" },
  "invalid+tove@resend.dev": { message: "invalid", card: "problem_invalid" },
  "full+thea@resend.dev": { message: "bounced", card: "problem_bounced" },
} as const;

/** Who confirms, other than Eva, who does so in the browser. */
export const CONFIRM = [
  "nils.ostrom@example.org",
  "lisa.sundman@example.org",
  "berta.bjork@example.org",
  "siv.fagernas@example.org",
  "manual+kurt@resend.dev",
  "soft+1-sune@resend.dev",
  "delayed+disa@resend.dev",
  "redaktionen@lokalbladet.example",
];

/** Cards of those: Eva's, and the couple's two. */
export const CONFIRMED = CONFIRM.length + 2;
export const REFUSES = "sven.berg@example.org";
