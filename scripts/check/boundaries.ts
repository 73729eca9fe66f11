import { type Import, readImports } from "./imports";
import { mayUse, ownersOf } from "./tables";

export type File = { path: string; source: string };

/** Which folders a folder may import from, besides itself. Folders that are not listed may import all. */
const MAY: Record<string, string[]> = {
  app: ["lib", "messages"],
  inngest: ["lib"],
  lib: ["messages"],
  emails: [],
  embedded: [],
  scripts: ["lib", "embedded"],
};

/** Packages that only some places may use; what is missing here is free. */
const PACKAGES: { name: RegExp; places: string[]; why: string }[] = [
  {
    name: /^(postgres|pg|drizzle-orm\/(postgres-js|node-postgres).*)$/,
    places: ["lib/db"],
    why: "only lib/db opens connections",
  },
  { name: /^drizzle-orm/, places: ["lib"], why: "queries live in lib" },
  { name: /^resend$/, places: ["lib/mail"], why: "only lib/mail calls the provider" },
  { name: /^inngest/, places: ["inngest", "lib/events", "app/api/inngest"], why: "lib/events is the client" },
];
/** The product itself; programs around it have connections of their own. */
const PRODUCT = ["app", "inngest", "lib", "emails"];

/**
 * The faults of one file against the rules of the house, each a line for a person.
 *
 * @param file path from the root, with slashes
 */
export function importFaults(file: File): string[] {
  const imports = readImports(file.path, file.source);
  const faults = imports.flatMap((entry) => {
    const texts = entry.ours ? folderFaults(file.path, entry) : packageFaults(file.path, entry);
    return texts.map((text) => `${file.path}:${entry.line} imports ${entry.target}: ${text}`);
  });
  return [...faults, ...tableFaults(file), ...nameFaults(file.path), ...barrelFaults(file.path, imports)];
}

function folderFaults(path: string, { target, typeOnly }: Import): string[] {
  const from = zone(path);
  const to = zone(target);
  if (target === "lib/db/client" && PRODUCT.includes(from) && !within(path, "lib/db")) {
    return ["the pool belongs to lib/db; use withOffice, asAuth or asSystem"];
  }
  const allowed = MAY[from];
  if (!allowed) return [];
  if (from === "embedded") {
    return within(target, path.split("/").slice(0, 2).join("/")) ? [] : ["embedded programs stand alone"];
  }
  if (from === to || allowed.includes(to)) return [];
  if (from === "app" && to === "emails") return typeOnly ? [] : ["app takes only types from emails"];
  if (from === "app" && to === "inngest" && within(path, "app/api/inngest")) return [];
  if (from === "lib" && to === "emails" && within(path, "lib/mail")) return [];
  const may = allowed.length > 0 ? `${from} and ${allowed.join(", ")}` : `nothing outside ${from}`;
  return [`${from} may import ${may}`];
}

function packageFaults(path: string, { target, typeOnly }: Import): string[] {
  if (!PRODUCT.includes(zone(path))) return [];
  return PACKAGES.filter(
    ({ name, places }) => name.test(target) && !typeOnly && !places.some((place) => within(path, place)),
  )
    .slice(0, 1)
    .map(({ why }) => why);
}

/** A noun's tables are named by that noun alone; outside lib only the enumerations of statuses are. */
function tableFaults({ path, source }: File): string[] {
  const from = zone(path);
  const noun = path.split("/")[1] ?? "";
  if (!PRODUCT.includes(from) || within(path, "lib/db")) return [];
  const statements = source.matchAll(/^import \{([^}]*)\} from "@\/lib\/db\/schema\/[a-z]+";$/gm);
  return [...statements].flatMap(([, names = ""]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
      .filter((name) => !mayUse(from === "lib" ? noun : "", name))
      .map((name) => `${path} uses the table ${name} of ${ownersOf(name).join(", ")}: call its functions`),
  );
}

function nameFaults(path: string): string[] {
  if (/(^|\/)(utils?|helpers?)\.tsx?$/.test(path)) return [`${path}: name it after what it does`];
  if (/(^|\/)index\.tsx?$/.test(path) && path !== "inngest/index.ts") return [`${path}: no barrels`];
  return [];
}

function barrelFaults(path: string, imports: Import[]): string[] {
  if (!MAY[zone(path)] || !imports.some((entry) => entry.reExport)) return [];
  return [`${path} exports again what another file exports: import it from there`];
}

/** Files of Next that stand in the root belong to the app. */
function zone(path: string): string {
  if (/^(proxy|instrumentation)(\.|$)/.test(path)) return "app";
  return path.split("/")[0] ?? "";
}

function within(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`) || path.startsWith(`${place}.`);
}
