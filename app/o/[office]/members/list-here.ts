import { currentPath } from "@/app/_edge/path";
import { listOf } from "./view";

/** The list that the page comes from which an action was called from. */
export async function listHere(): Promise<string> {
  const { searchParams } = new URL(await currentPath(), "http://here");
  return listOf(Object.fromEntries(searchParams));
}
