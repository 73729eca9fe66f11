import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (file: string) => readFileSync(root + file, "utf8");
const files = readdirSync(`${root}app`, { recursive: true, encoding: "utf8" })
  .map((file) => `app/${file}`)
  .filter((file) => /\.tsx?$/.test(file))
  .sort();

/** Addresses of all pages, as patterns: `/o/[office]/members`. */
export function pagesOfApp(): string[] {
  return files.filter((file) => file.endsWith("/page.tsx")).map(patternOf);
}

/** Method and address of all route handlers: `GET /api/health`. */
export function routesOfApp(): string[] {
  return files
    .filter((file) => file.endsWith("/route.ts") && !file.startsWith("app/_"))
    .flatMap((file) =>
      [...read(file).matchAll(/^export .*$/gm)]
        .flatMap(([line]) => [
          ...new Set(line.match(/\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/g) ?? []),
        ])
        .map((method) => `${method} ${patternOf(file)}`),
    );
}

/** The address of a file below app: folders in parentheses are not part of it. */
function patternOf(file: string): string {
  const parts = file.split("/").slice(1, -1);
  return `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join("/")}`;
}

/** File and name of all server actions: `app/o/[office]/members/actions.ts#saveCard`. */
export function actionsOfApp(): string[] {
  return files
    .filter((file) => /^\s*["']use server["'];/m.test(read(file)))
    .flatMap((file) =>
      [...read(file).matchAll(/^export (?:async function|const|function) (\w+)/gm)].map(
        ([, name]) => `${file}#${name}`,
      ),
    );
}

export type BuiltAction = { id: string; page: string };

const manifestSchema = z.object({
  node: z.record(
    z.string(),
    z.object({ filename: z.string(), exportedName: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

let built: Map<string, BuiltAction> | undefined;

/** The number and a page of each server action of the build that is running. */
export function builtActions(): Map<string, BuiltAction> {
  built ??= readActions();
  return built;
}

function readActions(): Map<string, BuiltAction> {
  const manifest = manifestSchema.parse(JSON.parse(read(".next/server/server-reference-manifest.json")));
  return new Map(
    Object.entries(manifest.node).map(([id, { filename, exportedName, workers }]) => {
      const page = Object.keys(workers)[0] ?? "";
      return [`${filename}#${exportedName}`, { id, page: patternOf(page) }];
    }),
  );
}
