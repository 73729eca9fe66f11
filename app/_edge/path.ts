import { headers } from "next/headers";

/** Header in which `proxy.ts` tells pages their own address. */
export const PATH_HEADER = "x-brevduva-path";

/** Path and query of the page that is being shown, or that an action was called from. */
export async function currentPath(): Promise<string> {
  return safePath((await headers()).get(PATH_HEADER));
}

/** The path if it is on this site, else the front page; encoded for use in a header. */
export function safePath(path: unknown): string {
  if (typeof path !== "string" || !/^\/(?![/\\])[^\\\p{Cc}\p{Cs}]*$/u.test(path)) return "/";
  return path.replace(/[^!-~]+/g, encodeURIComponent);
}
