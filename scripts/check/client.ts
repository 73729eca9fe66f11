import type { File } from "./boundaries";
import { readImports } from "./imports";

/** Packages that a browser does not need and that would be larger than all other scripts of a page. */
const SERVER_ONLY = /^(zod|drizzle-orm|pg|postgres|inngest|resend|next-intl\/server)(\/|$)/;

/**
 * Server modules that end up in the scripts of pages: each a line for a person, with the chain of imports
 * from a client component.
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

/** A file of server actions stays on the server, although client components import it. */
function hasDirective(source: string, directive: "use client" | "use server"): boolean {
  return source.startsWith(`"${directive}";`);
}
