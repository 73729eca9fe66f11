import { type Figure, meets, printTable } from "./figure";
import { render } from "./render";
import { send } from "./send";

const BENCHES: Record<string, () => Promise<Figure[]>> = { render, send };

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const asJson = process.argv.includes("--json");
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  figures.push(...(await bench()));
}
if (asJson) for (const figure of figures) console.log(JSON.stringify({ ...figure, pass: meets(figure) }));
else printTable(figures);
process.exit(figures.every(meets) ? 0 : 1);
