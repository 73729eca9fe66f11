import type { Translate } from "@/app/_components/translate";
import { formatDateTime } from "@/lib/i18n/format";
import type { Language } from "@/lib/i18n/language";
import type { LogEntry } from "@/lib/log-book/queries";

type Where = { language: Language; timeZone: string };

/** What an entry says was done; changed fields are named. */
export function actText(
  t: Translate,
  { act, details: { fields, at, ...values } }: LogEntry,
  where: Where,
): string {
  const date = at === undefined ? "" : formatDateTime(new Date(at), where);
  const text = t(`log.acts.${act}`, { ...values, date });
  if (fields === undefined) return text;
  const group = act.startsWith("card.") ? "members.fields" : "settings.fields";
  const names = String(fields)
    .split(",")
    .map((field) => (t.has(`${group}.${field}` as never) ? t(`${group}.${field}` as never) : field));
  return `${text}: ${names.join(", ")}`;
}

/** Who did it, and from where. */
export function actorText(t: Translate, { actorKind, actorName, actorFrom }: LogEntry): string {
  if (actorKind !== "colleague") return t(`log.actors.${actorKind}`);
  return actorFrom === null ? actorName : t("log.actors.from", { name: actorName, office: actorFrom });
}

/** A card always has a name, until the person is erased. */
export function isErased({ act, objectId, objectName }: LogEntry): boolean {
  return act.startsWith("card.") && objectId !== null && objectName === "";
}

/** What it was done to; empty where it was done to many. */
export function objectText(t: Translate, entry: LogEntry): string {
  if (entry.objectId === null) return "";
  return entry.objectName || t(isErased(entry) ? "log.erased" : "log.nameless");
}
