import type { Life } from "@/tests/integration/life/life";

export type Mail = { attempt: string; to: string; cameBack: boolean; subject: string };

/** What the provider has accepted, oldest first; whether it came back for a while. */
export async function mailsOf(provider: Life["provider"]): Promise<Mail[]> {
  return provider<Mail[]>`
    select e.receivers[1] as "to", e.subject,
      (select tag ->> 'value' from jsonb_array_elements(e.tags) tag where tag ->> 'name' = 'attempt') as attempt,
      exists (
        select from resend_server.events v where v.email_seq = e.seq and v.type = 'email.bounced'
          and v.detail -> 'bounce' ->> 'type' = 'Transient') as "cameBack"
    from resend_server.emails e
    where exists (select from jsonb_array_elements(e.tags) tag where tag ->> 'name' = 'attempt')
    order by e.seq`;
}
