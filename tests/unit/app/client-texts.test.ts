import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import texts from "@/messages/sv.json";

const ROOT = process.cwd();
const NAMES = Object.keys(texts);
const AROUND = ["layout.tsx", "error.tsx", "not-found.tsx", "forbidden.tsx"];

const source = (file: string) => readFileSync(file, "utf8");
const inBrowser = (file: string) => /^"use client"/.test(source(file));

function resolve(from: string, specifier: string): string[] {
  const path = specifier.startsWith("@/") ? join(ROOT, specifier.slice(2)) : join(dirname(from), specifier);
  if (!/^[@.]\//.test(specifier) && !specifier.startsWith("../")) return [];
  return [path, `${path}.ts`, `${path}.tsx`]
    .map(normalize)
    .filter((file) => /\.tsx?$/.test(file) && existsSync(file));
}

/** Files of `app` that these are made of; what an action does stays on the server. */
function partsOf(files: string[]): Set<string> {
  const parts = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (parts.has(file) || !file.startsWith(join(ROOT, "app"))) continue;
    parts.add(file);
    if (/^"use server"/.test(source(file))) continue;
    for (const [, specifier] of source(file).matchAll(/(?:import|export) (?!type )[^;"]*?from "([^"]+)"/g)) {
      waiting.push(...resolve(file, specifier ?? ""));
    }
  }
  return parts;
}

/** A page and what stands around it, down from the root. */
function frameOf(page: string): string[] {
  const files = [page];
  for (let folder = dirname(page); folder.startsWith(join(ROOT, "app")); folder = dirname(folder)) {
    files.push(...AROUND.map((name) => join(folder, name)).filter(existsSync));
  }
  return files;
}

function neededBy(files: string[]): Set<string> {
  const parts = partsOf([...partsOf(files)].filter(inBrowser));
  const needed = [...parts].flatMap((file) => {
    const spoken = [...source(file).matchAll(/useTranslations\(["`](\w+)|\bt\(["`](\w+)\./g)];
    return spoken.map(([, ofHook, ofKey]) => ofHook ?? ofKey ?? "");
  });
  return new Set(needed.filter((name) => NAMES.includes(name)));
}

function sentTo(files: string[]): Set<string> {
  const lists = [join(ROOT, "app/_components/client-texts.tsx"), ...files].flatMap((file) => [
    ...source(file).matchAll(/(?:ClientTexts of=\{|EVERYWHERE: readonly Name\[\] = )\[([^\]]*)\]/g),
  ]);
  return new Set(
    lists.flatMap(([, list]) => [...(list ?? "").matchAll(/"(\w+)"/g)].map(([, name]) => name ?? "")),
  );
}

describe("the texts that are sent to the browser", () => {
  const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|\/)page\.tsx$/.test(path))
    .map((path) => join(ROOT, "app", path));

  it.each(pages.map((page) => [page.slice(ROOT.length + 1), page]))("%s", (_, page) => {
    const frame = frameOf(page);
    const sent = sentTo(frame);
    expect([...neededBy(frame)].filter((name) => !sent.has(name))).toEqual([]);
  });

  it("are found where they are used", () => {
    const needed = neededBy(pages);
    expect([...needed]).toEqual(
      expect.arrayContaining(["compose", "mailings", "emailStatus", "members", "import"]),
    );
  });
});
