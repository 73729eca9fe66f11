import { expect } from "vitest";
import type { Problem } from "@/lib/addresses/status";
import { confirmAddress, readConfirmation, refuseAddress } from "@/lib/confirmations/link";
import { signLink } from "@/lib/links/token";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { type Act, of, sentMail } from "@/tests/integration/register/acts/drawn";
import type { Mail } from "@/tests/integration/register/model";
import type { Stage } from "@/tests/integration/register/stage";

/** A request that somebody has got: mostly one that can be answered. */
function requestOf(stage: Stage, draw: number): Mail | undefined {
  const isOpen = (mail: Mail) => draw % 2 === 0 || stage.model.linkState(mail) === "open";
  return sentMail(stage, draw, (mail) => mail.isRequest && isOpen(mail));
}

const linkOf = ({ id }: Mail) => signLink("confirm", id, 1);

type Event = {
  type: string;
  bounce?: [type: string, subType: string, words: string];
  problem?: Problem;
  /** Nobody may know why, not even the office whose mail it was. */
  secret?: true;
};

const bounced = { type: "email.bounced" };

/** What the provider may tell, and what problem it is. */
const EVENTS: Event[] = [
  { type: "email.delivered" },
  { ...bounced, bounce: ["Permanent", "General", "550 5.2.1"], problem: "problem_bounced" },
  { ...bounced, bounce: ["Permanent", "NoEmail", "550 5.1.1"], problem: "problem_invalid" },
  { ...bounced, bounce: ["Transient", "MailboxFull", "452 4.2.2"] },
  { ...bounced, bounce: ["Permanent", "General", "550 5.7.1"] },
  { ...bounced, bounce: ["Permanent", "Suppressed", "550 5.1.1"], problem: "problem_blocked", secret: true },
  { type: "email.complained", problem: "problem_spam" },
  { type: "email.suppressed", problem: "problem_blocked", secret: true },
];

async function tell(stage: Stage, mail: Mail, event: Event, late: boolean): Promise<void> {
  const { type, bounce, problem } = event;
  const words = stage.secretOf(event.secret ? [] : [mail.office]);
  const detail = bounce
    ? {
        bounce: {
          type: bounce[0],
          subType: bounce[1],
          message: words,
          diagnosticCode: [`${bounce[2]} ${words}`],
        },
      }
    : { suppressed: { type: "OnAccountSuppressionList", message: words } };
  /* Told at once, or long after it happened. */
  const at = late ? await stage.handedOverAt(mail) : new Date();
  await stage.tell(mail, new Date(at.getTime() + 1), { type, detail });
  if (type === "email.delivered" || bounce?.[2] === "550 5.7.1") mail.arrived = true;
  if (bounce?.[0] === "Transient") mail.cameBack = true;
  const happened = late || problem === "problem_blocked" ? mail.sentMoment : stage.model.moment;
  if (problem) stage.model.find(mail, problem, happened);
}

/** What members and the receivers of their mail do. */
export const PEOPLE: Record<string, Act> = {
  async confirm(stage, [a]) {
    const mail = requestOf(stage, a);
    if (!mail) return;
    stage.model.confirm(mail);
    await confirmAddress(linkOf(mail));
  },
  async "it was not me"(stage, [a]) {
    const mail = requestOf(stage, a);
    if (!mail) return;
    stage.model.refuse(mail);
    await refuseAddress(linkOf(mail));
  },
  async "open a link"(stage, [a]) {
    const mail = requestOf(stage, a);
    if (!mail) return;
    const { state } = await readConfirmation(linkOf(mail));
    expect(state, "what the page of the link says").toBe(stage.model.linkState(mail));
  },
  async unsubscribe(stage, [a]) {
    const mail = sentMail(stage, a, ({ isRequest }) => !isRequest);
    if (!mail) return;
    stage.model.find(mail, "problem_unsubscribed", stage.model.moment);
    stage.model.learn(mail.office, mail.address, "problem_unsubscribed", true);
    await unsubscribe(signLink("unsubscribe", mail.id, 1));
  },
  async "the provider tells"(stage, [a, b, c]) {
    const mail = sentMail(stage, a, () => true);
    const event = of(EVENTS, b);
    if (mail && event) await tell(stage, mail, event, c % 3 === 0);
  },
};
