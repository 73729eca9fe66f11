import { liftSuppression } from "@/lib/addresses/lift";
import { confirmAddress, refuseAddress } from "@/lib/confirmations/link";
import { signLink } from "@/lib/links/token";
import { deleteMemberOffice } from "@/lib/offices/delete";
import { restoreOffice, suspendOffice } from "@/lib/offices/suspend";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { type Act, addressOf, of, officeOf } from "@/tests/integration/life/acts/drawn";
import type { Life } from "@/tests/integration/life/life";
import { ANNA } from "@/tests/support/actor";
import type { TestOffice } from "@/tests/support/offices";

/** A message whose mail somebody has got, so that its link can be pressed. */
async function mailedOf(life: Life, draw: number, kind: "mailing" | "confirmation_request") {
  const mails = await life.provider<{ attempt: string }[]>`
    select tag ->> 'value' as attempt from resend_server.emails e, jsonb_array_elements(e.tags) tag
    where tag ->> 'name' = 'attempt'`;
  return of(
    await life.sql<{ id: string }[]>`
      select m.id from messages m join mailings l on l.id = m.mailing_id
      where l.kind = ${kind} and exists (
        select from attempts a where a.message_id = m.id and a.id = any (${mails.map(({ attempt }) => attempt)}::uuid[]))
      order by m.created_at desc, m.position`,
    draw,
  );
}

/** What members do with links, the operator with addresses and offices, and a head office with its members. */
export const PEOPLE: Record<string, Act> = {
  async "click confirm"(life, [a]) {
    const message = await mailedOf(life, a, "confirmation_request");
    if (!message) return;
    await life.sql`insert into life_clicks values (${message.id}, clock_timestamp())`;
    await confirmAddress(signLink("confirm", message.id, life.keyVersion));
  },
  async "was not me"(life, [a]) {
    const message = await mailedOf(life, a, "confirmation_request");
    if (message) await refuseAddress(signLink("confirm", message.id, life.keyVersion));
  },
  async unsubscribe(life, [a]) {
    const message = await mailedOf(life, a, "mailing");
    if (message) await unsubscribe(signLink("unsubscribe", message.id, life.keyVersion));
  },
  async lift(life, [a]) {
    const known = await life.sql<{ address: string }[]>`
      select address from suppressions union select address from address_problems order by 1`;
    const address = of(known, a)?.address ?? addressOf(a);
    if (address) await liftSuppression(address, "Lagad");
  },
  suspend: (life, [a]) => suspendOffice(officeOf(life, a).slug, "Prov"),
  async restore(life, [a]) {
    const held = await life.sql<{ slug: string }[]>`
      select slug from offices where hold is not null or deleted_at is not null order by slug`;
    const office = of(held, a);
    if (office) await restoreOffice(office.slug);
  },
  async "remove an office"(life, [a, b]) {
    const [head, ...members] = life.offices as [TestOffice, ...TestOffice[]];
    const office = of(members, a);
    if (office && b % 2 === 0) await deleteMemberOffice(head, ANNA, office.id, office.name);
  },
};
