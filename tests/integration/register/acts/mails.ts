import { expect } from "vitest";
import { isProblem } from "@/lib/addresses/status";
import { countToAsk, requestConfirmations } from "@/lib/confirmations/request";
import { Invalid } from "@/lib/errors";
import { prepareMailing } from "@/lib/mailings/prepare";
import { summariseRecipients } from "@/lib/mailings/recipients";
import type { Audience } from "@/lib/members/audience";
import { type Act, type Draws, of, officeOf } from "@/tests/integration/register/acts/drawn";
import type { Card, Mail } from "@/tests/integration/register/model";
import type { Stage } from "@/tests/integration/register/stage";
import { ANNA } from "@/tests/support/actor";

type Expected = { address: string; cards: string[]; blocked: boolean };

/** What was frozen has to be what the model expects; the model knows the messages from then on. */
async function frozen(stage: Stage, mailing: string, office: string, isRequest: boolean, wanted: Expected[]) {
  const rows = await stage.sql<(Expected & { id: string })[]>`
    select m.id, m.address, array_agg(mc.member_id::text order by mc.member_id::text) as cards, m.blocked_from_start as blocked
    from messages m join message_cards mc on mc.message_id = m.id
    where m.mailing_id = ${mailing} group by m.id, m.office_id`;
  const sorted = (list: readonly Expected[]) =>
    list
      .map(({ address, cards, blocked }) => [address, cards.toSorted().join(), blocked].join(" "))
      .toSorted();
  expect(sorted(rows), "whom the messages are for").toEqual(sorted(wanted));
  /* In an order that does not depend on ids, so that a life can be played again. */
  const place = (row: Expected) => stage.model.cards.findIndex(({ id }) => row.cards.includes(id));
  const mails: Mail[] = rows
    .toSorted((a, b) => place(a) - place(b))
    .map(({ id, address, cards, blocked }) => ({
      id,
      office,
      address,
      isRequest,
      cards: new Set(cards),
      state: blocked ? "stopped" : "waits",
      sentAt: stage.model.hours,
      sentMoment: stage.model.moment,
      attempt: null,
      problem: null,
      cameBack: false,
      arrived: false,
      blank: false,
    }));
  stage.model.mails.push(...mails);
  stage.waiting.push({ mailing, office, mails: mails.filter(({ state }) => state === "waits") });
}

/** The oldest mailing that waits leaves: what may not be sent any more is stopped. */
async function leave(stage: Stage): Promise<void> {
  const next = stage.waiting.shift();
  if (!next) return;
  const { mailing, office, mails } = next;
  await stage.desk.sendAll(office, mailing, mails.length + 1);
  const attempts = await stage.sql<{ id: string; attempt: string }[]>`
    select m.id, a.id as attempt from messages m join attempts a on a.message_id = m.id
    where m.mailing_id = ${mailing}`;
  const waiting = mails.filter(({ state }) => state === "waits");
  const leaving = waiting.filter((mail) => stage.model.leaves(mail));
  expect(attempts.map(({ id }) => id).toSorted(), "what leaves").toEqual(
    leaving.map(({ id }) => id).toSorted(),
  );
  for (const mail of waiting) {
    const attempt = attempts.find(({ id }) => id === mail.id)?.attempt;
    if (attempt) stage.model.left(mail, attempt);
    else mail.state = "stopped";
  }
}

function audienceOf(stage: Stage, office: string, draw: number): Audience {
  const cards = stage.model.cardsOf(office);
  const [card] = cards.slice(draw % Math.max(1, cards.length));
  const some = cards.filter((_, place) => (draw >> place) % 2 === 0).map(({ id }) => id);
  return of<Audience>([{}, {}, { ids: card ? [card.id] : [] }, { ids: some }], draw >> 2) ?? {};
}

const isChosen =
  ({ ids }: Audience) =>
  ({ id }: Card) =>
    ids === undefined || ids.includes(id);

async function ask(stage: Stage, [a, b, c]: Draws): Promise<void> {
  const { model } = stage;
  if (b % 2 === 0) await stage.letPass(25);
  const asking = model.open.filter(({ id }) =>
    model.cardsOf(id).some(({ status }) => status === "unconfirmed"),
  );
  const { id: office } = (c % 4 === 0 ? undefined : of(asking, a)) ?? officeOf(stage, a);
  const audience = audienceOf(stage, office, b);
  const round = c % 3 === 0 ? "again" : "first";
  const status = round === "first" ? "unconfirmed" : "confirmation_requested";
  const chosen = model.cardsOf(office).filter((card) => card.status === status && isChosen(audience)(card));
  const addresses = [...new Set(chosen.map(({ email }) => `${email}`))];
  const free = addresses.filter((address) => model.isFree(office, address));
  const told = { cards: chosen.length, mails: free.length, askedLately: addresses.length - free.length };
  expect(await countToAsk(office, audience, round), "who would be asked").toEqual(told);
  let mailing: string | null = null;
  try {
    mailing = await requestConfirmations(office, ANNA, audience, round, "Bekräfta");
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
  }
  expect(mailing !== null, `${round}: there is somebody to ask`).toBe(free.length > 0);
  if (mailing === null) return;
  await prepareMailing(office, mailing);
  const expected = free.map((address) => ({
    address,
    cards: model.unanswered(office, address).map(({ id }) => id),
    blocked: false,
  }));
  await frozen(stage, mailing, office, true, expected);
  for (const mail of stage.waiting.at(-1)?.mails ?? []) {
    for (const card of stage.model.cardsOf(office).filter(({ id }) => mail.cards.has(id))) {
      card.status = "confirmation_requested";
      card.asked.add(mail.id);
    }
  }
  if (c % 5 !== 0) while (stage.waiting.length > 0) await leave(stage);
}

async function send(stage: Stage, [a, b, c]: Draws): Promise<void> {
  const { id: office } = officeOf(stage, a);
  const audience = audienceOf(stage, office, b);
  const chosen = stage.model.cardsOf(office).filter(isChosen(audience));
  const onePerAddress = b % 2 === 0;
  const having = (which: (card: Card) => boolean) => chosen.filter(which);
  const confirmed = having(({ status }) => status === "confirmed");
  const problem = having(({ status }) => isProblem(status));
  const addresses = new Set(confirmed.map(({ email }) => email));
  const told = {
    cards: chosen.length,
    confirmed: confirmed.length,
    messages: onePerAddress ? addresses.size : confirmed.length,
    unconfirmed: having(({ status }) => status === "unconfirmed" || status === "confirmation_requested")
      .length,
    problem: problem.length,
    withoutAddress: having(({ email }) => email === null).length,
  };
  expect(await summariseRecipients(office, audience, onePerAddress), "who gets it").toEqual(told);
  if (told.messages === 0) return;
  const { mailingId } = await stage.desk.prepared(office, told.messages, { audience, onePerAddress });
  const groups = new Map<string, Card[]>();
  for (const card of [...confirmed, ...problem]) {
    const key = onePerAddress ? `${card.email}` : card.id;
    groups.set(key, [...(groups.get(key) ?? []), card]);
  }
  const expected = [...groups.values()].map((cards) => ({
    address: `${cards[0]?.email}`,
    cards: cards.map(({ id }) => id),
    blocked: cards.every(({ status }) => isProblem(status)),
  }));
  await frozen(stage, mailingId, office, false, expected);
  if (c % 4 !== 0) while (stage.waiting.length > 0) await leave(stage);
}

/** What colleagues send. */
export const MAILS: Record<string, Act> = {
  "ask for confirmation": ask,
  send,
  "what waits leaves": leave,
};
