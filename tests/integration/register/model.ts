import { type EmailStatus, isProblem, type Problem } from "@/lib/addresses/status";
import type { CardField } from "@/lib/members/input";
import { FINAL_FACTS, problemOf } from "@/lib/messages/facts";

export type Fields = Record<Exclude<CardField, "email">, string>;

export type Card = Fields & {
  id: string;
  office: string;
  email: string | null;
  status: EmailStatus | null;
  /** Requests whose link confirms it: none from before it got its address. */
  asked: Set<string>;
};

/** A message to one address, and the cards that it stands for. */
export type Mail = {
  id: string;
  office: string;
  address: string;
  isRequest: boolean;
  cards: ReadonlySet<string>;
  state: "waits" | "sent" | "stopped";
  /** In hours, and among all events. */
  sentAt: number;
  sentMoment: number;
  attempt: string | null;
  problem: Problem | null;
  /** What else is known of it: whether it came back for a while, and nothing better since. */
  cameBack: boolean;
  arrived: boolean;
  /** Its person was erased, and with it the address. */
  blank: boolean;
};

export type Office = { id: string; slug: string; name: string; closedAt: number | null };

const HOURS_BETWEEN_REQUESTS = 24;
const HOURS_OF_A_LINK = 90 * 24;

const RANKS = FINAL_FACTS.map(problemOf);
const isWorse = (problem: Problem, than: Problem | null | undefined) =>
  !than || RANKS.indexOf(problem) > RANKS.indexOf(than);

/** Several registers as the rules of the domain have them ("E-mail status of a card", "Confirmation"). */
export class Model {
  cards: Card[] = [];
  mails: Mail[] = [];
  /** By office and address, and by address. */
  readonly #own = new Map<string, Problem>();
  readonly #suppressed = new Set<string>();
  readonly #lifted = new Map<string, number>();
  hours = 0;
  moment = 0;

  constructor(public offices: Office[]) {}

  get open(): Office[] {
    return this.offices.filter(({ closedAt }) => closedAt === null);
  }

  cardsOf(office: string, address?: string): Card[] {
    return this.cards.filter((c) => c.office === office && (address === undefined || c.email === address));
  }

  knows(office: string, address: string): Problem | undefined {
    return this.#own.get(office + address);
  }

  problemOf(office: string, address: string): Problem | null {
    return this.knows(office, address) ?? (this.#suppressed.has(address) ? "problem_blocked" : null);
  }

  statusOf(office: string, email: string | null): EmailStatus | null {
    return email === null ? null : (this.problemOf(office, email) ?? "unconfirmed");
  }

  /** Rule 1: another address resets the card; the same one changes nothing. */
  put(card: Card, email: string | null): void {
    if (card.email === email) return;
    Object.assign(card, { email, status: this.statusOf(card.office, email), asked: new Set() });
  }

  /** Rules 2 and 4: of an office's problems with an address the highest stays; others see that it is blocked. */
  learn(office: string, address: string, problem: Problem, everywhere: boolean): void {
    if (isWorse(problem, this.knows(office, address))) this.#own.set(office + address, problem);
    if (everywhere) this.#suppressed.add(address);
    for (const card of this.cards) {
      const status = this.statusOf(card.office, card.email);
      if (card.email === address && isProblem(status)) card.status = status;
    }
  }

  /** A message found a problem; one from before a lift no longer counts, and none counts twice. */
  find(mail: Mail, problem: Problem, at: number): void {
    if (!isWorse(problem, mail.problem)) return;
    mail.problem = problem;
    if (at < (this.#lifted.get(mail.address) ?? -1)) return;
    this.learn(mail.office, mail.address, problem, true);
  }

  /** Rule 4: the operator takes the problem away, in all offices. */
  lift(address: string): { known: boolean; knowing: string[] } {
    const knowing = this.offices.flatMap(({ id }) => (this.#own.delete(id + address) ? [id] : []));
    const known = this.#suppressed.delete(address) || knowing.length > 0;
    if (known) this.#lifted.set(address, this.moment);
    for (const card of this.cards) {
      if (card.email !== address || !isProblem(card.status)) continue;
      Object.assign(card, { status: "unconfirmed", asked: new Set() });
    }
    return { known, knowing };
  }

  /** Once in 24 hours for an address and an office; one that is to leave yet counts, and an erased one does not. */
  isFree(office: string, address: string): boolean {
    return !this.mails.some(
      (mail) =>
        mail.isRequest &&
        !mail.blank &&
        mail.office === office &&
        mail.address === address &&
        (mail.state === "waits" ||
          (mail.state === "sent" && this.hours - mail.sentAt < HOURS_BETWEEN_REQUESTS) ||
          (mail.cameBack && !mail.arrived && !mail.problem)),
    );
  }

  /** Whom a request to an address is for: all cards that carry it and have not answered. */
  unanswered(office: string, address: string): Card[] {
    const waiting: (EmailStatus | null)[] = ["unconfirmed", "confirmation_requested"];
    return this.cardsOf(office, address).filter(({ status }) => waiting.includes(status));
  }

  /** Those of its cards that still carry the address. */
  carriers(mail: Mail): Card[] {
    return this.cardsOf(mail.office, mail.address).filter(({ id }) => mail.cards.has(id));
  }

  /** Who may be sent to is asked again when a mail leaves. */
  leaves(mail: Mail): boolean {
    if (mail.blank || this.problemOf(mail.office, mail.address)) return false;
    return this.carriers(mail).some(
      (card) => card.status === "confirmed" || (mail.isRequest && this.#waitsFor(card, mail)),
    );
  }

  left(mail: Mail, attempt: string): void {
    Object.assign(mail, { state: "sent", attempt, sentAt: this.hours, sentMoment: this.moment });
  }

  /** What the page of a request's link says. */
  linkState(mail: Mail): string {
    if (!this.cards.some(({ id }) => mail.cards.has(id))) return "gone";
    const carriers = mail.blank ? [] : this.carriers(mail);
    if (carriers.length === 0) return "changed";
    const problem = this.problemOf(mail.office, mail.address);
    if (problem) return problem === "problem_unsubscribed" ? "refused" : "problem";
    if (carriers.some((card) => this.#waitsFor(card, mail)))
      return this.hours - mail.sentAt >= HOURS_OF_A_LINK ? "expired" : "open";
    return carriers.some(({ status }) => status === "confirmed") ? "confirmed" : "changed";
  }

  confirm(mail: Mail): void {
    if (this.linkState(mail) !== "open") return;
    for (const card of this.carriers(mail)) if (this.#waitsFor(card, mail)) card.status = "confirmed";
  }

  refuse(mail: Mail): void {
    if (!["open", "confirmed"].includes(this.linkState(mail))) return;
    this.learn(mail.office, mail.address, "problem_unsubscribed", false);
  }

  /** An office that was deleted a month ago is gone; what is known of addresses stays for all others. */
  forget(office: Office): void {
    this.offices = this.offices.filter(({ id }) => id !== office.id);
    this.cards = this.cards.filter((card) => card.office !== office.id);
    this.mails = this.mails.filter((mail) => mail.office !== office.id);
  }

  #waitsFor(card: Card, mail: Mail): boolean {
    return card.status === "confirmation_requested" && card.asked.has(mail.id);
  }
}
