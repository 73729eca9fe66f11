import type { Translate } from "@/app/_components/translate";
import { formatDateTime } from "@/lib/i18n/format";
import type { Language } from "@/lib/i18n/language";
import { CARD_FIELDS } from "@/lib/members/input";
import { type Reason, reasonArguments } from "@/lib/messages/reason";
import type { PersonData } from "@/lib/person-data/collect";
import { actText } from "../../../log/words";
import { timelineText } from "../../../mailings/[id]/timeline-words";

type Coded = { code: string; label: string };

/** Reasons whose texts tell the office what to do; the person gets other words. */
const OTHER_WORDS = ["address_blocked", "no_such_mailbox", "no_such_domain"] as const;

/** What the office holds about a person, in words for that person: what both files are made of. */
export type PersonFile = {
  name: string;
  association: string;
  taken: string;
  card: { field: string; label: string; value: string }[];
  created: string;
  changed: string;
  emailStatus: (Coded & { meaning: string; since: string | null }) | null;
  messages: {
    mailing: string;
    kind: Coded;
    /** Null if it was sent to several cards with one address, because the other names are not theirs. */
    personal: { name: string; values: Record<string, string> } | null;
    address: string;
    status: Coded;
    reason: string | null;
    since: string;
    timeline: { at: string; text: string }[];
  }[];
  log: { at: string; who: string; what: string }[];
};

/**
 * Puts the collected data into words. Colleagues are not named, because the person asked about themselves.
 * Instants are in ISO 8601.
 */
export function personFile(
  t: Translate,
  data: PersonData,
  office: { name: string; timeZone: string },
  where: { language: Language; now: Date },
): PersonFile {
  const { card } = data;
  const place = { language: where.language, timeZone: office.timeZone };
  return {
    name: data.name,
    association: office.name,
    taken: where.now.toISOString(),
    card: CARD_FIELDS.map((field) => ({
      field,
      label: t(`members.fields.${field}`),
      value: field === "language" ? t(`members.languages.${card.language}`) : (card[field] ?? ""),
    })),
    created: card.createdAt.toISOString(),
    changed: card.updatedAt.toISOString(),
    emailStatus: card.emailStatus && {
      code: card.emailStatus,
      label: t(`emailStatus.${card.emailStatus}`),
      meaning: t(`personFile.meaning.${data.notMe ? "not_me" : card.emailStatus}`),
      since: card.emailStatusAt?.toISOString() ?? null,
    },
    messages: data.messages.map((message) => ({
      mailing: message.mailing.subject,
      kind: { code: message.mailing.kind, label: t(`personFile.kinds.${message.mailing.kind}`) },
      personal: message.shared ? null : { name: message.name, values: message.values },
      address: message.address,
      status: { code: message.status, label: t(`messageStatus.${message.status}`) },
      reason: message.reason && reasonText(t, message.reason),
      since: message.statusAt.toISOString(),
      timeline: message.timeline.map((entry) => ({
        at: entry.at.toISOString(),
        text: timelineText(t, entry, place),
      })),
    })),
    log: data.log.map((entry) => ({
      at: entry.at.toISOString(),
      who: t(`personFile.who.${entry.actorKind}`),
      what: actText(t, entry, place),
    })),
  };
}

function reasonText(t: Translate, reason: Reason): string {
  const other = OTHER_WORDS.find((code) => code === reason.code);
  const words = other ? t(`personFile.reason.${other}`) : t(`reason.${reason.code}`, reasonArguments(reason));
  return reason.detail ? `${words} – ${reason.detail}` : words;
}

/** An instant of the file, for people. */
export function whenOf(iso: string, where: { language: Language; timeZone: string }): string {
  return formatDateTime(new Date(iso), where);
}
