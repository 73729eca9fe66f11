import { unstable_isUnrecognizedActionError as isOfAnotherVersion } from "next/navigation";

/**
 * Why an action got no answer, as a key in the texts of `errors`: the server runs another build than the
 * page, or cannot be reached.
 */
export function unanswered(error: unknown): "oldPage" | "unanswered" {
  return isOfAnotherVersion(error) ? "oldPage" : "unanswered";
}

/** Errors thrown on the server have a digest, and so do redirects. */
export function isAnswer(error: unknown): boolean {
  return error instanceof Error && "digest" in error;
}
