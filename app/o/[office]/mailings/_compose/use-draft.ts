import { unstable_rethrow } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { v4 as newId } from "uuid";
import { unanswered } from "@/app/_components/ui/unanswered";
import type { DraftRef } from "@/lib/mailings/draft";
import type { LocalTime, MailingInput } from "@/lib/mailings/input";
import type { Ahead } from "@/lib/mailings/look-ahead";
import {
  countRecipients,
  type Recipients,
  readyToSend,
  removeDraft,
  saveDraft,
  scheduleDraft,
  sendDraft,
  sendTestMail,
  type WrittenRef,
} from "./actions";
import type { Problem } from "./answer";

export type Notice =
  | { kind: "problem"; text: string; field?: Problem["field"] }
  | { kind: "outdated"; text: string; newer: string }
  | { kind: "saved"; at: Date }
  | { kind: "tested"; email: string };

type Busy = "saving" | "testing" | "checking" | null;

type Start = { slug: string; draft: DraftRef | null; written: MailingInput; recipients: Recipients };

export type Draft = ReturnType<typeof useDraft>;

/** What is being written, and everything that can be done with it. Nothing typed is ever dropped. */
export function useDraft(start: Start) {
  const { slug } = start;
  const t = useTranslations("errors");
  const [written, setWritten] = useState(start.written);
  const [draft, setDraft] = useState(start.draft);
  const [unnamed] = useState(() => ({ attempt: newId() }));
  const seen: WrittenRef = draft ?? unnamed;
  const [unsaved, setUnsaved] = useState(false);
  const [busy, setBusy] = useState<Busy>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [recipients, setRecipients] = useState(start.recipients);
  const [counting, setCounting] = useState(false);
  const [ahead, setAhead] = useState<Ahead | null>(null);
  const latest = useRef(start.written);
  const changes = useRef(0);

  /* Going back to a draft that was new shows the page of a new draft again, under the draft's address. */
  const isNew = start.draft === null;
  useEffect(() => {
    if (isNew && window.location.pathname.endsWith("/edit")) window.location.reload();
  }, [isNew]);

  const keep = useCallback((part: Partial<MailingInput>) => {
    latest.current = { ...latest.current, ...part };
    setWritten(latest.current);
  }, []);

  const change = useCallback(
    (part: Partial<MailingInput>) => {
      keep(part);
      changes.current++;
      setUnsaved(true);
      setNotice(null);
    },
    [keep],
  );

  /** Runs an action and shows its outcome. */
  async function attempt<T extends object>(
    work: () => Promise<T | Problem>,
  ): Promise<{ done: T } | { notice: Notice }> {
    try {
      const result = await work();
      return isProblem(result) ? { notice: noticeOf(result) } : { done: result };
    } catch (error) {
      unstable_rethrow(error);
      return { notice: { kind: "problem", text: t(unanswered(error)) } };
    }
  }

  async function settle<T extends object>(work: () => Promise<T | Problem>): Promise<T | null> {
    const outcome = await attempt(work);
    if ("done" in outcome) return outcome.done;
    setNotice(outcome.notice);
    return null;
  }

  async function during<T extends object>(name: Busy, work: () => Promise<T | Problem>): Promise<T | null> {
    if (busy) return null;
    setBusy(name);
    setNotice(null);
    const result = await settle(work);
    setBusy(null);
    return result;
  }

  function saved(now: DraftRef, changesThen: number): void {
    if (draft === null) window.history.replaceState(null, "", `/o/${slug}/mailings/${now.id}/edit`);
    setDraft(now);
    if (changes.current === changesThen) setUnsaved(false);
  }

  async function saveAs(seen: WrittenRef): Promise<void> {
    const then = changes.current;
    const result = await during("saving", () => saveDraft(slug, seen, latest.current));
    if (!result) return;
    saved(result.draft, then);
    setNotice({ kind: "saved", at: new Date() });
  }

  async function recount(part: Partial<MailingInput>): Promise<void> {
    change(part);
    const asked = latest.current;
    setCounting(true);
    const counted = await settle(() => countRecipients(slug, asked));
    if (asked.audience !== latest.current.audience || asked.onePerAddress !== latest.current.onePerAddress)
      return;
    setCounting(false);
    if (counted) setRecipients(counted);
  }

  return {
    written,
    latest,
    id: draft?.id ?? null,
    unsaved,
    /**
     * The draft has another address than the page was loaded with; rendering again would load that address's
     * own page.
     */
    moved: isNew && draft !== null,
    busy,
    notice,
    recipients,
    counting,
    ahead,
    keep,
    change,
    recount,
    save: () => saveAs(seen),
    /** Saves over somebody else's version, but only over the one that was shown. */
    saveOver: (newer: string) => saveAs({ ...seen, version: newer }),
    async test(): Promise<void> {
      const result = await during("testing", () => sendTestMail(slug, latest.current));
      if (result) setNotice({ kind: "tested", email: result.email });
    },
    /** Saves and counts; true if nothing keeps the mailing from being sent. */
    async check(): Promise<boolean> {
      const then = changes.current;
      const result = await during("checking", () => readyToSend(slug, seen, latest.current));
      if (!result) return false;
      saved(result.draft, then);
      if (result.recipients) setRecipients(result.recipients);
      const { verdict } = result;
      const refused = isProblem(verdict);
      setAhead(refused ? null : verdict.ahead);
      if (refused) setNotice(noticeOf(verdict));
      return !refused;
    },
    /** The notice comes last: it closes the dialog and takes the focus. */
    async send(): Promise<void> {
      if (!draft) return;
      const outcome = await attempt(() => sendDraft(slug, draft, recipients.summary.messages));
      const counted = await attempt(() => countRecipients(slug, latest.current));
      if ("done" in counted) setRecipients(counted.done);
      if ("notice" in outcome) setNotice(outcome.notice);
    },
    /** @returns what is wrong with the time; anything else is said as a notice. */
    async schedule(time: LocalTime): Promise<string | undefined> {
      if (!draft) return undefined;
      const outcome = await attempt(() => scheduleDraft(slug, draft, time));
      if ("done" in outcome) return undefined;
      const { notice } = outcome;
      if (notice.kind === "problem" && notice.field === "time") return notice.text;
      setNotice(notice);
      return undefined;
    },
    async remove(): Promise<void> {
      if (draft) await settle(() => removeDraft(slug, draft));
    },
  };
}

function noticeOf({ problem: text, field, newer }: Problem): Notice {
  return newer === undefined ? { kind: "problem", text, field } : { kind: "outdated", text, newer };
}

function isProblem(answer: object): answer is Problem {
  return "problem" in answer;
}
