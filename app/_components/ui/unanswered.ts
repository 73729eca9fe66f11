import { unstable_isUnrecognizedActionError as isOfAnotherVersion } from "next/navigation";

/**
 * Why an action has had no answer, as a key of the texts of `errors`: the server runs another version than
 * the page is of, or it cannot be reached.
 */
export function unanswered(error: unknown): "oldPage" | "unanswered" {
  return isOfAnotherVersion(error) ? "oldPage" : "unanswered";
}

/** What the server has to say has a digest, as has the way to another page. */
export function isAnswer(error: unknown): boolean {
  return error instanceof Error && "digest" in error;
}
