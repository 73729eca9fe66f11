import { cache } from "react";
import { may, type Need, type Rights, rightsOf } from "@/lib/auth/rights";
import { hasSecondFactor } from "@/lib/auth/second-factor/check";
import { requireUser } from "@/lib/auth/session";
import type { User } from "@/lib/auth/sessions";
import { Forbidden, NotFound, SecondFactorNeeded } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Colleague } from "@/lib/log-book/record";
import { type EnteredOffice, findOfficeFor } from "@/lib/offices/find";
import { isSlug } from "@/lib/offices/slug";

export type InOffice = {
  user: User;
  office: EnteredOffice;
  rights: Rights;
  /** The person may enter other offices as well. */
  several: boolean;
  /** The person as the office's log names them. */
  actor: Colleague;
};

/**
 * The office with this slug, for somebody who is logged in and has the right that is needed. For pages
 * (through `pageGuard`), actions (`actionGuard`) and route handlers.
 *
 * @param need right in a program, or being an administrator; left out, any place in the office is enough.
 * @throws NotLoggedIn
 * @throws NotFound both for an unknown office and for one in which the person has no place.
 * @throws SecondFactorNeeded when the office requires a second factor and the person has none.
 * @throws Forbidden when the person has a place in the office but not the right.
 */
export async function requireOffice(slug: string, need?: Need): Promise<InOffice> {
  const user = await requireUser();
  if (!isSlug(slug)) throw new NotFound();
  const { office, rights, several, guest } = await enter(user.id, slug);
  if (!may(rights, need)) {
    noteRefusal(user.id, office.id);
    throw new Forbidden();
  }
  const from = guest ? (office.headOffice?.name ?? null) : null;
  return {
    user,
    office,
    rights,
    several,
    actor: { kind: "colleague", id: user.id, name: user.name || user.email, from },
  };
}

/**
 * As `requireOffice`, for administrators of a head office.
 *
 * @throws NotFound also for an office that has no member offices and is not to have any.
 */
export async function requireHeadOffice(slug: string): Promise<InOffice> {
  const here = await requireOffice(slug, { administrator: true });
  if (!here.office.isHeadOffice) throw new NotFound();
  return here;
}

/* Cached, because layout, page and parts of the page ask for the same office. */
const enter = cache(async (userId: string, slug: string) => {
  const found = await findOfficeFor(userId, slug);
  const rights = found && rightsOf(found.standing);
  if (found && !rights) noteRefusal(userId, found.office.id);
  if (!found || !rights) throw new NotFound();
  if (found.office.secondFactorRequired && !(await hasSecondFactor(userId))) throw new SecondFactorNeeded();
  return { office: found.office, rights, several: found.several, guest: found.standing.role === null };
});

/* Cached, so that layout, page and title write one line together. */
const noteRefusal = cache((userId: string, officeId: string) => {
  log().warn({ userId, officeId }, "a right was missing");
});
