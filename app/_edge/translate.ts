import { forbidden, notFound, redirect } from "next/navigation";
import { currentPath } from "@/app/_edge/path";
import { Forbidden, NotFound, NotLoggedIn, SecondFactorNeeded } from "@/lib/errors";

/** What `lib` refuses, as Next answers it: the login, a plain page of 403, or one of 404. */
export async function translate<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotLoggedIn) redirect(`/login?next=${encodeURIComponent(await currentPath())}`);
    if (error instanceof SecondFactorNeeded) redirect("/account/second-factor?needed");
    if (error instanceof Forbidden) forbidden();
    if (error instanceof NotFound) notFound();
    throw error;
  }
}
