type List = readonly [string, ...string[]];

const words = (text: string): List => {
  const [first = "", ...rest] = text.trim().split(/\s+/);
  return [first, ...rest];
};

export const FIRST_NAMES = words(`
  Agneta Albin Alf Alva Amanda Anders Anita Anna-Lena Anton Astrid Axel Barbro Bengt Benita Birger Bo-Göran
  Boris Camilla Carita Carola Christer Clara Dan Daniela Disa Ebba Edvin Elin Ellen Elsa Emil Erik Evelina
  Fanny Felix Filip Folke Frank Fredrik Gerd Gretel Gun-Britt Gunilla Göran Hanna Hans-Erik Harriet Hedvig
  Henrik Hilma Hjördis Håkan Ida Inga-Maj Inger Ingmar Isak Jan-Ole Jessica Joakim Johanna Jonas Karl-Gustav
  Kerstin Kjell Kristina Lars Leif Lilian Linnéa Lisbet Lovisa Magnus Maj-Britt Malin Marcus Margareta
  Martin Mikaela Mona Märta Niklas Nina Nils-Olof Olav Oskar Peter Pia Ragnar Rainer Ralf Ramona Robin Rolf
  Rut Sabina Saga Sebastian Signe Siv Sofia Solveig Stefan Stina Sune Susanna Sven-Erik Sylvia Tage Thea
  Tor-Björn Tove Ulla Ulrika Viktor Vilma Viveca William Yngve Yvonne Åke Åsa Örjan`);

/** Of those who read Finnish. */
export const FINNISH_FIRST_NAMES = words("Aino Eero Hannele Jukka Kaisa Matti Pirkko Raija Seppo Tuula");
export const FINNISH_LAST_NAMES = words("Koivisto Laine Mäkinen Niemelä Peltola Rantanen Salonen Virtanen");

/** Of those who read English. */
export const ENGLISH_FIRST_NAMES = words("Alice Duncan Grace Nathan Oliver Ruth");
export const ENGLISH_LAST_NAMES = words("Ashdown Barlow Fielding Merrick Whitlock");

export const LAST_NAMES = words(`
  Ahlskog Ahlvik Backlund Backman Berglund Björkgren Björkqvist Blomqvist Boström Brännkärr Dahlbäck Dahlqvist
  Ehrström Eklöv Engström Enlund Fagerholm Finnäs Forsblom Fors Furu Granholm Grannas Gustafs Hagman Hellund
  Holmlund Häggblom Häggman Höglund Ingves Jansén Jungell Karlsson Kronlund Kullas Lillqvist Lindgård
  Lindholm Ljungqvist Lund Löfdahl Mattjus Mellberg Nordlund Norrgård Nygård Nylund Nyman Näsman Påvals
  Ravald Rosenback Rönnblad Rönnqvist Sandberg Sandås Sjöblom Sjöholm Skog Skuthälla Smeds Snickars Stenbacka
  Storbacka Storgårds Sundqvist Svarvars Söderback Söderholm Thölix Udd Vestergård Westerlund Wiik Wikström
  Åkerholm Ålgars Östman`);

export const STREETS = words(`
  Backgränden Byvägen Fiskargränden Granvägen Hamngatan Havsvägen Hembygdsvägen Klockarbacken Kyrkovägen
  Kvarnbacken Ladugårdsgränden Lillviksvägen Lotsgatan Mejerivägen Nabbvägen Norrbyvägen Rosenlundsvägen
  Sandvägen Skolvägen Skärgårdsvägen Smedsgränden Storgatan Strandvägen Söderlångvägen Tallvägen Torggatan
  Uddvägen Ängsvägen`);

export type Town = { postalCode: string; city: string };

const town = (postalCode: string, city: string): Town => ({ postalCode, city });

export const VILLAGE_TOWNS: readonly [Town, ...Town[]] = [
  town("65610", "Korsholm"),
  town("65610", "Korsholm"),
  town("65610", "Korsholm"),
  town("65100", "Vasa"),
  town("66600", "Vörå"),
  town("66900", "Nykarleby"),
  town("68600", "Jakobstad"),
];

export const ARCHIPELAGO_TOWNS: readonly [Town, ...Town[]] = [
  town("21600", "Pargas"),
  town("21660", "Nagu"),
  town("21710", "Korpo"),
  town("25700", "Kimito"),
  town("10600", "Ekenäs"),
  town("10900", "Hangö"),
];

export const COAST_TOWNS: readonly [Town, ...Town[]] = [
  ...VILLAGE_TOWNS,
  ...ARCHIPELAGO_TOWNS,
  town("64200", "Närpes"),
  town("64100", "Kristinestad"),
  town("06100", "Borgå"),
  town("07900", "Lovisa"),
  town("22100", "Mariehamn"),
];
