import type { DueEvent } from "./store/events";

/** The body of the webhook that announces an event, as Resend shapes it. */
export function webhookPayload(event: DueEvent): string {
  const envelope = { type: event.type, created_at: event.happens_at.toISOString() };
  if (event.id === null) return JSON.stringify({ ...envelope, data: event.detail });
  const tags =
    event.tags.length > 0 ? Object.fromEntries(event.tags.map((tag) => [tag.name, tag.value])) : undefined;
  return JSON.stringify({
    ...envelope,
    data: {
      created_at: event.created_at,
      email_id: event.id,
      message_id: messageId(event.id),
      from: event.from_address,
      to: event.receiver === null ? event.to_addresses : [event.receiver],
      subject: event.subject,
      tags,
      ...event.detail,
    },
  });
}

/** The Message-ID that the mail with this id was sent with. */
export function messageId(emailId: string): string {
  return `<${emailId}@mail.localhost>`;
}
