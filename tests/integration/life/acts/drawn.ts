import type { Audience } from "@/lib/members/audience";
import { ADDRESSES, type Life } from "@/tests/integration/life/life";
import type { Fate } from "@/tests/integration/life/mortal";
import type { TestOffice } from "@/tests/support/offices";

/** Random numbers for an act, which interprets them. */
export type Draws = readonly [number, number, number];

export type Act = (
  life: Life,
  draws: Draws,
  how: { fate?: Fate | undefined; pause?: () => number },
) => Promise<unknown>;

/** Picks one of the things by a drawn number. */
export function of<T>(things: readonly T[], draw: number): T | undefined {
  return things[draw % Math.max(1, things.length)];
}

export const officeOf = (life: Life, draw: number): TestOffice => of(life.offices, draw) as TestOffice;

export type CardRow = { id: string; office: string; email: string | null };

export async function cardOf(life: Life, draw: number): Promise<CardRow | undefined> {
  const ids = life.offices.map(({ id }) => id);
  return of(
    await life.sql<CardRow[]>`
      select m.id, office_id as office, email from members m where office_id in ${life.sql(ids)}
      order by array_position(${ids}::uuid[], office_id), created_at, last_name, first_name`,
    draw,
  );
}

type MailingRow = { id: string; office: string };

/** A mailing in one of these states. */
export async function mailingOf(
  life: Life,
  draw: number,
  states: string[],
  kind = "mailing",
): Promise<MailingRow | undefined> {
  const ids = life.offices.map(({ id }) => id);
  return of(
    await life.sql<MailingRow[]>`
      select id, office_id as office from mailings
      where office_id in ${life.sql(ids)} and state::text in ${life.sql(states)}
        and (${kind} = 'any' or kind = ${kind})
      order by created_at desc, id`,
    draw,
  );
}

export const addressOf = (draw: number): string | null => of([...ADDRESSES, null], draw) ?? null;

export const audienceOf = (draw: number): Audience =>
  of<Audience>([{}, {}, {}, {}, {}, {}, { search: "Ek1" }, { search: "example.org" }], draw) ?? {};
