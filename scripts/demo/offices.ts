import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { personWithAddress } from "../../lib/auth/invite";
import { hashPassword } from "../../lib/auth/password";
import { asAuth, asSystem } from "../../lib/db/tenant";
import { insertOffice } from "../../lib/offices/create";
import type { Author } from "./history";

export const ADMINISTRATOR = { email: "anna.ek@modellforbundet.example", name: "Anna Ek" };
export const COLLEAGUE = { email: "bo.lindgard@byns-uf.example", name: "Bo Lindgård" };

export type DemoLogin = { email: string; password: string; colleague: { email: string; password: string } };

export type DemoOffices = { head: string; village: string; archipelago: string; author: Author };

/** `foreign`: offices that are not the demo's; `half`: a seed that was stopped before its end. */
export async function findDemo(): Promise<"none" | "half" | "whole" | "foreign"> {
  return asAuth(async (tx) => {
    const [row] = await tx.execute<{ offices: boolean; demo: boolean; password: boolean }>(sql`
      select exists (select from offices) as offices,
        exists (select from offices where slug = 'modellforbundet') as demo,
        exists (select from users where password_hash is not null) as password`);
    if (!row?.offices) return "none";
    if (!row.demo) return "foreign";
    return row.password ? "whole" : "half";
  });
}

/** Removes what an interrupted seed has left; nobody can have logged in to it. */
export async function removeHalf(): Promise<void> {
  await asAuth(async (tx) => {
    await tx.execute(sql`delete from offices where parent_id is not null`);
    await tx.execute(sql`delete from offices`);
    await tx.execute(sql`delete from users`);
  });
  await asSystem((tx) => tx.execute(sql`delete from suppressions`));
}

/** The head office, its two member offices, and the people who will log in, without passwords yet. */
export function makeOffices(): Promise<DemoOffices> {
  return asAuth(async (tx) => {
    const make = async (name: string, details: object, parentSlug?: string) => {
      const { id, slug } = await insertOffice(tx, {
        name,
        ...(parentSlug ? { parentSlug } : { head: true }),
      });
      await tx.execute(sql`
        update offices o set reply_to = v.reply_to, postal_address = v.postal_address, footer = v.footer
        from jsonb_to_record(${JSON.stringify(details)}::jsonb) as v(reply_to text, postal_address text, footer text)
        where o.id = ${id}`);
      return { id, slug };
    };
    const head = await make("Modellförbundet", {
      reply_to: "kansli@modellforbundet.example",
      postal_address: "Storgatan 1, 65100 Vasa",
    });
    const village = await make(
      "Byns ungdomsförening",
      {
        reply_to: "styrelsen@byns-uf.example",
        postal_address: "Byvägen 12, 65610 Korsholm",
        footer: "Medlem i Modellförbundet",
      },
      head.slug,
    );
    const archipelago = await make(
      "Skärgårdens hembygdsförening",
      {
        reply_to: "info@skargardens-hembygd.example",
        postal_address: "Hembygdsvägen 3, 21660 Nagu",
        footer: "Medlem i Modellförbundet",
      },
      head.slug,
    );
    const administrator = await personWithAddress(tx, ADMINISTRATOR.email);
    const colleague = await personWithAddress(tx, COLLEAGUE.email);
    await tx.execute(sql`
      insert into memberships (user_id, office_id, role, register_right, mailings_right) values
        (${administrator.id}, ${head.id}, 'administrator', 'none', 'none'),
        (${colleague.id}, ${village.id}, 'colleague', 'write', 'read')`);
    const author = { id: administrator.id, name: ADMINISTRATOR.name };
    return { head: head.id, village: village.id, archipelago: archipelago.id, author };
  });
}

/**
 * Gives the people of the demo new passwords. This is the last step of the seed, and marks it as complete.
 */
export async function setPasswords(): Promise<DemoLogin> {
  const [password, other] = [newPassword(), newPassword()];
  const [hash, otherHash] = [await hashPassword(password), await hashPassword(other)];
  await asAuth((tx) =>
    tx.execute(sql`
      update users u set password_hash = v.hash, name = v.name
      from (values (${ADMINISTRATOR.email}, ${hash}, ${ADMINISTRATOR.name}),
        (${COLLEAGUE.email}, ${otherHash}, ${COLLEAGUE.name})) as v(email, hash, name)
      where u.email = v.email`),
  );
  return { email: ADMINISTRATOR.email, password, colleague: { email: COLLEAGUE.email, password: other } };
}

const WORDS =
  "abborre alm ask blomma boj brygga båk dimma ek fjärd fiskmås fyr gran gädda hamn havre klippa kobbe kvarn lada lom lots mast mossa måne nät rönn råg segel sill skog sjö sten strand svala säl tall torn tärna udde vass vik våg äng ärla åker ö örn"
    .split(" ")
    .filter((word) => word.length > 2 && /^[a-z]+$/.test(word));

/** Four words and a number: easy to type from a screen, and different on every installation. */
function newPassword(): string {
  const words = Array.from({ length: 4 }, () => WORDS[randomInt(WORDS.length)]);
  return [...words, randomInt(1000, 10_000)].join("-");
}
