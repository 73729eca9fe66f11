import { forbidden, notFound, redirect } from "next/navigation";
import { currentPath } from "@/app/_edge/path";
import { Forbidden, NotFound, NotLoggedIn, SecondFactorNeeded } from "@/lib/errors";

/** Turns errors of `lib` into Next's: the login page, a 403 page or the 404 page. */
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
