import { randomUUID } from "node:crypto";
import { and, asc, eq, type SQL } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { Invalid, NotFound } from "@/lib/errors";
import { providerMail } from "@/lib/mail/envelope";
import { compileMailing } from "@/lib/mail/mailing-template";
import { mergeValues } from "@/lib/mail/merge";
import { sendOne } from "@/lib/mail/provider";
import { personalise, type RenderedMail } from "@/lib/mail/template";
import { type Audience, audienceCondition } from "@/lib/members/audience";
import { refuseHeld } from "@/lib/offices/hold";
import { contentOffice, type OwnOffice, ownOffice } from "@/lib/offices/own";

export type Content = { subject: string; bodyHtml: string };

/** Cards with these names stand in where the view has nobody to show. */
const NOBODY = { id: "", firstName: "", lastName: "", organisation: "", city: "", language: "sv" } as const;

/** People a preview may be shown as: the first confirmed cards of the view. */
export function previewChoices(
  officeId: string,
  audience: Audience,
): Promise<{ id: string; name: string }[]> {
  return withOffice(officeId, async (tx) => {
    const rows = await tx
      .select({
        id: members.id,
        firstName: members.firstName,
        lastName: members.lastName,
        organisation: members.organisation,
        email: members.email,
      })
      .from(members)
      .where(
        and(
          eq(members.officeId, officeId),
          eq(members.emailStatus, "confirmed"),
          audienceCondition(audience),
        ),
      )
      .orderBy(asc(members.sortName), asc(members.id))
      .limit(50);
    return rows.map(({ id, firstName, lastName, organisation, email }) => ({
      id,
      name: [lastName, firstName].filter(Boolean).join(", ") || organisation || (email ?? ""),
    }));
  });
}

/**
 * The mail as one member of the office would get it.
 *
 * @param memberId whose values are put in; null shows the fallbacks.
 * @throws Invalid for a fault in the merge tags; NotFound for a card of nobody here.
 */
export async function previewMailing(
  officeId: string,
  content: Content,
  memberId: string | null,
): Promise<RenderedMail> {
  const { office, card } = await withOffice(officeId, async (tx) => ({
    office: await ownOffice(tx, officeId),
    card: memberId ? await cardOf(tx, and(eq(members.officeId, officeId), eq(members.id, memberId))) : NOBODY,
  }));
  return render(office, content, card);
}

/**
 * Sends the mail to the author's own address, as the first confirmed member of the view would get it.
 *
 * @throws Invalid `test_not_sent` if the provider does not take it now; `office_suspended`,
 *   `office_paused`.
 */
export async function sendTest(
  officeId: string,
  content: Content,
  audience: Audience,
  to: string,
): Promise<void> {
  const [choice] = await previewChoices(officeId, audience);
  const office = await withOffice(officeId, async (tx) => {
    await refuseHeld(tx, officeId);
    return ownOffice(tx, officeId);
  });
  const mail = await previewMailing(officeId, content, choice?.id ?? null);
  const envelope = {
    to,
    officeName: office.name,
    replyTo: office.replyTo,
    attemptId: null,
    oneClickUrl: null,
  };
  const outcome = await sendOne(providerMail(envelope, mail), { idempotencyKey: `test-${randomUUID()}` });
  if (outcome.kind !== "accepted") throw new Invalid("test_not_sent");
}

type Card = Parameters<typeof mergeValues>[0] & { language: "sv" | "fi" | "en" };

async function render(office: OwnOffice, content: Content, card: Card): Promise<RenderedMail> {
  const template = await compileMailing({ ...content, office: contentOffice(office) }, card.language);
  /* The link of a preview leads to the page that says it is not valid. */
  return personalise(template, mergeValues(card, office), { unsubscribe: `${env().APP_URL}/u/preview` });
}

async function cardOf(tx: Tx, condition: SQL | undefined): Promise<Card> {
  const [card] = await tx
    .select({
      firstName: members.firstName,
      lastName: members.lastName,
      organisation: members.organisation,
      city: members.city,
      language: members.language,
    })
    .from(members)
    .where(condition);
  if (!card) throw new NotFound();
  return card;
}
