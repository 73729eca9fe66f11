import type { Card, Mail, Office } from "@/tests/integration/register/model";
import { ADDRESSES, type Stage } from "@/tests/integration/register/stage";

/** Random numbers for an act, which interprets them. */
export type Draws = readonly [number, number, number];

export type Act = (stage: Stage, draws: Draws) => Promise<unknown>;

/** Picks one of the things by a drawn number. */
export function of<T>(things: readonly T[], draw: number): T | undefined {
  return things[draw % Math.max(1, things.length)];
}

export const officeOf = ({ model }: Stage, draw: number): Office => of(model.open, draw) as Office;

/** A card of an office in which somebody works. */
export function cardOf({ model }: Stage, draw: number): Card | undefined {
  const open = model.open.map(({ id }) => id);
  return of(
    model.cards.filter(({ office }) => open.includes(office)),
    draw,
  );
}

/** A mail that somebody has got: mostly one of the newest. */
export function sentMail({ model }: Stage, draw: number, which: (mail: Mail) => boolean): Mail | undefined {
  const sent = model.mails.filter((mail) => mail.state === "sent" && which(mail)).toReversed();
  return of(draw % 3 === 0 ? sent : sent.slice(0, 4), draw >> 2);
}

export const addressOf = (draw: number): string | null => of([...ADDRESSES, null], draw) ?? null;

/** As somebody types it: case and blanks around make no difference. */
export const typed = (email: string | null, draw: number): string =>
  email === null
    ? ""
    : (of([email, ` ${email.toUpperCase()} `, `\t${email}\n`, `Mailto:${email}`], draw) ?? "");
