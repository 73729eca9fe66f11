import { posix } from "node:path";

/** One import of a file: a module of ours by its path from the root, or a package by its name. */
export type Import = { target: string; ours: boolean; typeOnly: boolean; reExport: boolean; line: number };

const STATEMENT =
  /^[ \t]*(?<keyword>import|export)\s+(?<type>type\s)?(?:(?<names>[^"';]*?)\sfrom\s*)?["'](?<specifier>[^"'\n]+)["']/gm;
const CALL = /\b(?:import|require)\s*\(\s*["'](?<specifier>[^"'\n]+)["']/g;

/** The imports of a TypeScript source: statements, re-exports, `import()` and `require()`. */
export function readImports(path: string, source: string): Import[] {
  const found = [...source.matchAll(STATEMENT), ...source.matchAll(CALL)];
  return found.flatMap((match) => {
    const { keyword, type, names, specifier } = match.groups ?? {};
    if (specifier === undefined) return [];
    const before = source.slice(0, match.index + match[0].length);
    return [
      {
        ...resolve(path, specifier),
        typeOnly: type !== undefined || (names !== undefined && onlyTypes(names)),
        reExport: keyword === "export",
        line: before.split("\n").length,
      },
    ];
  });
}

/** Whether all imported names are types, which the compiler removes. */
function onlyTypes(names: string): boolean {
  const inside = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  const each = (inside ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return each.length > 0 && each.every((name) => name.startsWith("type "));
}

function resolve(path: string, specifier: string): { target: string; ours: boolean } {
  if (specifier.startsWith("@/")) return { target: bare(specifier.slice(2)), ours: true };
  if (specifier.startsWith(".")) {
    return { target: bare(posix.join(posix.dirname(path), specifier)), ours: true };
  }
  return { target: specifier, ours: false };
}

function bare(path: string): string {
  return path.replace(/\.(ts|tsx|js)$/, "");
}
