import { currentPath } from "@/app/_edge/path";
import { listOf } from "./view";

/** The list from which the person came to the page that called the action. */
export async function listHere(): Promise<string> {
  const { searchParams } = new URL(await currentPath(), "http://here");
  return listOf(Object.fromEntries(searchParams));
}
