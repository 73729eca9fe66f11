import { unstable_rethrow } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";
import type { MailingInput } from "@/lib/mailings/input";
import {
  countRecipients,
  type Recipients,
  readyToSend,
  removeDraft,
  saveDraft,
  sendDraft,
  sendTestMail,
} from "./actions";
import type { Problem } from "./answer";

export type Notice =
  | { kind: "problem"; text: string }
  | { kind: "saved"; at: Date }
  | { kind: "tested"; email: string };

type Busy = "saving" | "testing" | "checking" | null;

type Start = { slug: string; id: string | null; written: MailingInput; recipients: Recipients };

/** What is being written, and everything that can be done with it. Nothing typed is ever dropped. */
export function useDraft(start: Start) {
  const { slug } = start;
  const t = useTranslations("mailings.errors");
  const [written, setWritten] = useState(start.written);
  const [id, setId] = useState(start.id);
  const [unsaved, setUnsaved] = useState(false);
  const [busy, setBusy] = useState<Busy>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [recipients, setRecipients] = useState(start.recipients);
  const [counting, setCounting] = useState(false);
  const latest = useRef(start.written);
  const changes = useRef(0);

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

  async function settle<T extends object>(work: () => Promise<T | Problem>): Promise<T | null> {
    try {
      const result = await work();
      if (!("problem" in result) || "id" in result) return result as T;
      setNotice({ kind: "problem", text: result.problem });
    } catch (error) {
      unstable_rethrow(error);
      setNotice({ kind: "problem", text: t("unexpected") });
    }
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

  function saved(savedId: string, changesThen: number): void {
    if (id === null) window.history.replaceState(null, "", `/o/${slug}/mailings/${savedId}/edit`);
    setId(savedId);
    if (changes.current === changesThen) setUnsaved(false);
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
    id,
    unsaved,
    busy,
    notice,
    recipients,
    counting,
    keep,
    change,
    recount,
    async save(): Promise<void> {
      const then = changes.current;
      const result = await during("saving", () => saveDraft(slug, id, latest.current));
      if (!result) return;
      saved(result.id, then);
      setNotice({ kind: "saved", at: new Date() });
    },
    async test(): Promise<void> {
      const result = await during("testing", () => sendTestMail(slug, latest.current));
      if (result) setNotice({ kind: "tested", email: result.email });
    },
    /** Saves and counts; true if nothing keeps the mailing from being sent. */
    async check(): Promise<boolean> {
      const then = changes.current;
      const result = await during("checking", () => readyToSend(slug, id, latest.current));
      if (!result) return false;
      saved(result.id, then);
      setRecipients(result.recipients);
      if (result.problem) setNotice({ kind: "problem", text: result.problem });
      return !result.problem;
    },
    async send(): Promise<void> {
      if (!id) return;
      await settle(() => sendDraft(slug, id, recipients.summary.messages));
      const counted = await settle(() => countRecipients(slug, latest.current));
      if (counted) setRecipients(counted);
    },
    async remove(): Promise<void> {
      if (id) await settle(() => removeDraft(slug, id));
    },
  };
}
