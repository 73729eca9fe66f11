import { afterAll, beforeAll, expect, test } from "vitest";
import { liftSuppression } from "@/lib/addresses/lift";
import { type EmailStatus, isProblem, PROBLEMS, type Problem } from "@/lib/addresses/status";
import { confirmAddress, refuseAddress } from "@/lib/confirmations/link";
import { requestConfirmations } from "@/lib/confirmations/request";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { Invalid } from "@/lib/errors";
import { signLink } from "@/lib/links/token";
import { prepareMailing } from "@/lib/mailings/prepare";
import { cardSchema } from "@/lib/members/input";
import { type MovedRemarks, moveToNotes } from "@/lib/members/move-to-notes";
import { getMember } from "@/lib/members/queries";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { FINAL_FACTS, problemOf } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import fc from "@/tests/support/fast-check";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

type Card = {
  id: string;
  office: string;
  email: string | null;
  status: EmailStatus | null;
  /** Requests whose link confirms it: none that was sent before it got its address. */
  asked: Set<string>;
};

type Request = { id: string; attempt: string | undefined; office: string; address: string };

/** Few cards, so that acts affect the same ones. */
const MOST = 4;

/** Picks one of the things by a drawn number. */
const of = <T>(things: readonly T[], draw: number): T | undefined => things[draw % things.length];

/** Two offices as the rules of the domain have them ("E-mail status of a card", "Confirmation"). */
class World {
  readonly cards: Card[] = [];
  readonly requests: Request[] = [];
  /** By office and address, and by address. */
  readonly #own = new Map<string, Problem>();
  readonly #suppressed = new Set<string>();
  #keys = 0;

  constructor(
    readonly offices: string[],
    readonly addresses: string[],
  ) {}

  statusOf(office: string, email: string | null): EmailStatus | null {
    if (email === null) return null;
    return this.#own.get(office + email) ?? (this.#suppressed.has(email) ? "problem_blocked" : "unconfirmed");
  }

  put(card: Card, email: string | null): void {
    if (card.email === email) return;
    Object.assign(card, { email, status: this.statusOf(card.office, email), asked: new Set() });
  }

  learn(office: string, address: string, problem: Problem, everywhere: boolean): void {
    const before = this.#own.get(office + address);
    const ranks = FINAL_FACTS.map(problemOf);
    if (!before || ranks.indexOf(problem) > ranks.indexOf(before)) this.#own.set(office + address, problem);
    if (everywhere) this.#suppressed.add(address);
    for (const card of this.cards) {
      const status = this.statusOf(card.office, card.email);
      if (card.email === address && isProblem(status)) card.status = status;
    }
  }

  lift(address: string): void {
    this.#suppressed.delete(address);
    for (const office of this.offices) this.#own.delete(office + address);
    for (const card of this.cards) {
      if (card.email === address && isProblem(card.status)) {
        Object.assign(card, { status: "unconfirmed", asked: new Set() });
      }
    }
  }

  key(): string {
    return `${this.offices[0]}:${++this.#keys}`;
  }
}

/** As a person types it: case and surrounding blanks make no difference. */
const typed = (email: string | null, draw: number) =>
  email && (draw % 3 === 0 ? ` ${email.toUpperCase()} ` : email);

const cardOf = (email: string | null, draw: number) =>
  cardSchema.parse({ lastName: "Ek", city: String(draw), email: typed(email, draw) ?? "" });

type Act = (world: World, one: number, other: number) => Promise<void>;

/** Each performs an act, and updates the model by the rules. */
const ACTS: Record<string, Act> = {
  async add(world, one, other) {
    if (world.cards.length === MOST) return;
    const office = of(world.offices, one) ?? "";
    const email = of([...world.addresses, null], other) ?? null;
    const id = await withOffice(office, (tx) => createMember(tx, office, ANNA, cardOf(email, one), "sv"));
    world.cards.push({ id, office, email, status: world.statusOf(office, email), asked: new Set() });
  },
  async change(world, one, other) {
    const card = of(world.cards, one);
    if (!card) return;
    const email = of([...world.addresses, null], other) ?? null;
    await withOffice(card.office, async (tx) => {
      const { version } = await getMember(tx, card.office, card.id);
      await updateMember(tx, card.office, ANNA, card.id, version, cardOf(email, one));
    });
    world.put(card, email);
  },
  async remove(world, one) {
    const card = of(world.cards, one);
    if (!card || world.cards.length < MOST) return;
    await withOffice(card.office, (tx) => deleteMember(tx, card.office, ANNA, card.id));
    world.cards.splice(world.cards.indexOf(card), 1);
  },
  async move(world, one) {
    const office = of(world.offices, one) ?? "";
    const remarks = Object.fromEntries(PROBLEMS.map((problem) => [problem, problem])) as MovedRemarks;
    await withOffice(office, (tx) => moveToNotes(tx, office, ANNA, {}, remarks));
    for (const card of world.cards) {
      if (card.office === office && isProblem(card.status)) world.put(card, null);
    }
  },
  async ask(world, one, other) {
    const office = of(world.offices, one) ?? "";
    await desk.sql`update attempts set created_at = created_at - interval '1 day' where office_id = ${office}`;
    const round = other % 2 === 0 ? "first" : "again";
    const mailing = await requestConfirmations(office, ANNA, {}, round, "Bekräfta").catch(
      (error: unknown) => {
        if (error instanceof Invalid) return null;
        throw error;
      },
    );
    if (mailing === null) return;
    await prepareMailing(office, mailing);
    await handOver(office, mailing, 0);
    const rows = await desk.sql<{ id: string; address: string; attempt: string; cards: string[] }[]>`
      select m.id, m.address, min(a.id::text) as attempt, array_agg(mc.member_id) as cards from messages m
      join message_cards mc on mc.message_id = m.id left join attempts a on a.message_id = m.id
      where m.mailing_id = ${mailing} group by m.id, m.office_id`;
    for (const { id, address, attempt, cards } of rows) {
      world.requests.push({ id, attempt, office, address });
      for (const card of world.cards.filter((known) => cards.includes(known.id))) {
        card.status = "confirmation_requested";
        card.asked.add(id);
      }
    }
  },
  async confirm(world, one) {
    const request = of(world.requests, one);
    if (!request) return;
    await confirmAddress(signLink("confirm", request.id, 1));
    for (const card of world.cards) {
      const waits = card.status === "confirmation_requested" && card.asked.has(request.id);
      if (waits) card.status = "confirmed";
    }
  },
  async refuse(world, one) {
    const request = of(world.requests, one);
    if (!request) return;
    const { state } = await refuseAddress(signLink("confirm", request.id, 1));
    const { office, address } = request;
    if (state === "refused") world.learn(office, address, "problem_unsubscribed", false);
  },
  async learn(world, one, other) {
    const { attempt, office, address } = of(world.requests, one) ?? {};
    const fact = of(["bounced", "invalid", "unsubscribed", "spam"] as const, other);
    if (!attempt || !office || !address || !fact) return;
    const [before] = await desk.sql`
      select m.problem from messages m join attempts a on a.message_id = m.id where a.id = ${attempt}`;
    const event = { attemptId: attempt, fact, source: "event" as const, key: world.key(), reason: null };
    await asSystem((tx) => foldFacts(tx, [{ ...event, occurredAt: new Date(Date.now() + 1000) }]));
    const ranks = FINAL_FACTS.map(problemOf);
    /* A message marks its address with what is worse than it has found before. */
    if (ranks.indexOf(problemOf(fact)) > ranks.indexOf(before?.problem)) {
      world.learn(office, address, problemOf(fact), true);
    }
  },
  async lift(world, one) {
    const address = of(world.addresses, one) ?? "";
    await liftSuppression(address, "Lagad").catch((error: unknown) => {
      if (!(error instanceof Invalid)) throw error;
    });
    world.lift(address);
  },
};

const OFTEN = ["change", "change", "ask", "ask", "confirm", "confirm", "learn"];

const act = fc.tuple(fc.constantFrom(...Object.keys(ACTS), ...OFTEN), fc.nat(), fc.nat());

test("whatever is done in whichever order, each card has the status that the rules give it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 40, maxLength: 60 }), async (acts) => {
      const offices = [(await desk.arrange.office()).id, (await desk.arrange.office("Andra")).id];
      const world = new World(
        offices,
        ["eva", "bo"].map((name) => `${name}-${offices[0]}@example.org`),
      );
      for (const [what, one, other] of [
        ["add", 0, 0],
        ["add", 1, 0],
        ["add", 0, 1],
        ...acts,
      ] as typeof acts) {
        await ACTS[what]?.(world, one, other);
        const cards = await desk.sql`
          select id, email, email_status as status from members where office_id in ${desk.sql(offices)} order by id`;
        const wanted = world.cards.map(({ id, email, status }) => ({ id, email, status }));
        expect([...cards], what).toEqual(wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);
