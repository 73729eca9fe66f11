import type { File } from "./boundaries";
import { readImports } from "./imports";

/** What a browser has no use for, and would have to load: it weighs more than all that a page says. */
const SERVER_ONLY = /^(zod|drizzle-orm|pg|postgres|inngest|resend|next-intl\/server)(\/|$)/;

/**
 * What the scripts of pages take along that belongs to the server: each a line for a person, with the way
 * that leads there from a component which the browser runs.
 */
export function clientFaults(files: readonly File[]): string[] {
  const sources = new Map(files.map(({ path, source }) => [path.replace(/\.tsx?$/, ""), { path, source }]));
  const seen = new Set<string>();
  const faults: string[] = [];
  const follow = ({ path, source }: File, way: readonly string[]) => {
    if (seen.has(path)) return;
    seen.add(path);
    const here = [...way, path];
    for (const { target, ours, typeOnly } of readImports(path, source)) {
      if (typeOnly) continue;
      if (ours ? target.startsWith("lib/db/") : SERVER_ONLY.test(target)) {
        faults.push(`${here.join(" → ")} → ${target}: the browser would load it`);
        continue;
      }
      const next = sources.get(target);
      if (next && !hasDirective(next.source, "use server")) follow(next, here);
    }
  };
  for (const file of sources.values()) if (hasDirective(file.source, "use client")) follow(file, []);
  return faults;
}

/** A file of actions is called from the browser, and stays on the server. */
function hasDirective(source: string, directive: "use client" | "use server"): boolean {
  return source.startsWith(`"${directive}";`);
}
