"use client";

import { useLocale, useTranslations } from "next-intl";
import { useCallback, useId, useRef, useState } from "react";
import { Button } from "@/app/_components/ui/button";
import { TextField } from "@/app/_components/ui/field";
import { useLeaveWarning } from "@/app/_components/use-leave-warning";
import { formatTime } from "@/lib/i18n/format";
import { type MergeProblem, parseMerge } from "@/lib/mail/merge";
import type { DraftRef } from "@/lib/mailings/draft";
import type { MailingInput } from "@/lib/mailings/input";
import { viewName } from "../view-name";
import { findRecipients, preview, type Recipients } from "./actions";
import { BodyEditor } from "./body-editor";
import { ComposerNotice } from "./composer-notice";
import { DeleteDialog } from "./delete-dialog";
import { MergeFaults } from "./merge-faults";
import { PreviewPanel } from "./preview-panel";
import { RecipientsPanel, type StatusOption } from "./recipients-panel";
import { ScheduleDialog } from "./schedule-dialog";
import { SendBar } from "./send-bar";
import { SendDialog } from "./send-dialog";
import { useDraft } from "./use-draft";

type Props = {
  slug: string;
  timeZone: string;
  draft: DraftRef | null;
  initial: MailingInput;
  recipients: Recipients;
  statuses: StatusOption[];
};

/** Where a mailing is written, looked at, tested and sent. */
export function Composer({ slug, timeZone, draft: seen, initial, recipients, statuses }: Props) {
  const t = useTranslations();
  const language = useLocale();
  const problemsId = useId();
  const draft = useDraft({ slug, draft: seen, written: initial, recipients });
  const { written, notice, change, keep, latest } = draft;
  const [bodyFaults, setBodyFaults] = useState<MergeProblem[]>([]);
  const [previewing, setPreviewing] = useState(false);
  const previewOpener = useRef<HTMLButtonElement>(null);
  const [asked, ask] = useState<"send" | "schedule" | null>(null);
  useLeaveWarning(draft.unsaved, t("compose.leave"), { anew: draft.moved });

  const subjectFaults = parseMerge(written.subject).problems;
  const faultText = ({ code, text }: MergeProblem) => t(`mailings.errors.${code}`, { text });
  const refusalOf = (field: "subject" | "body") =>
    notice?.kind === "problem" && notice.field === field ? notice.text : undefined;
  const { audience, onePerAddress } = written;
  const view = viewName(t, { ...audience, picked: audience.ids?.length ?? null });
  const { summary, choices } = draft.recipients;

  const render = useCallback(
    (memberId: string | null) => preview(slug, latest.current, memberId),
    [slug, latest],
  );
  const find = useCallback((search: string) => findRecipients(slug, latest.current, search), [slug, latest]);
  const told =
    notice?.kind === "saved"
      ? t("compose.saved", { time: formatTime(notice.at, { language, timeZone }) })
      : notice?.kind === "tested"
        ? t("compose.tested", { email: notice.email })
        : "";

  return (
    <>
      <div className="grid gap-6 @2xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-5">
          <ComposerNotice
            notice={notice}
            draftHref={`/o/${slug}/mailings/${draft.id}/edit`}
            onSaveOver={draft.saveOver}
          />
          <TextField
            className="max-w-none"
            label={t("compose.subject")}
            hint={t("compose.subjectHint")}
            value={written.subject}
            maxLength={200}
            autoComplete="off"
            error={subjectFaults[0] ? faultText(subjectFaults[0]) : refusalOf("subject")}
            onChange={(event) => change({ subject: event.target.value })}
          />
          <BodyEditor
            initial={initial.bodyHtml}
            problemsId={problemsId}
            onReady={(bodyHtml, problems) => {
              keep({ bodyHtml });
              setBodyFaults(problems);
            }}
            onChange={(bodyHtml, problems) => {
              change({ bodyHtml });
              setBodyFaults(problems);
            }}
            onSubjectTag={(tag) => change({ subject: `${latest.current.subject.trimEnd()} ${tag}`.trim() })}
          />
          <MergeFaults
            id={problemsId}
            faults={[...new Set([...bodyFaults.map(faultText), refusalOf("body")])].filter(
              (text) => text !== undefined,
            )}
          />
          <div className="flex flex-wrap gap-3">
            <Button
              ref={previewOpener}
              variant="secondary"
              onClick={() => setPreviewing(true)}
              aria-expanded={previewing}
            >
              {t("compose.preview.show")}
            </Button>
            <Button variant="secondary" aria-disabled={draft.busy !== null} onClick={draft.test}>
              {t(draft.busy === "testing" ? "compose.testing" : "compose.test")}
            </Button>
            {draft.id && <DeleteDialog action={draft.remove} />}
          </div>
          {previewing && (
            <PreviewPanel
              choices={choices}
              more={summary.messages > choices.length}
              find={find}
              written={written}
              render={render}
              onClose={() => {
                setPreviewing(false);
                previewOpener.current?.focus();
              }}
            />
          )}
        </div>
        <RecipientsPanel
          slug={slug}
          audience={audience}
          onePerAddress={onePerAddress}
          summary={summary}
          statuses={statuses}
          onAudience={(audience) => draft.recount({ audience })}
          onOnePerAddress={(onePerAddress) => draft.recount({ onePerAddress })}
        />
      </div>
      <SendBar
        draft={draft}
        told={told}
        fault={[...subjectFaults, ...bodyFaults].map(faultText)[0]}
        onSend={async () => ask((await draft.check()) ? "send" : null)}
        onSchedule={async () => ask((await draft.check()) ? "schedule" : null)}
      />
      <SendDialog draft={draft} view={view} open={asked === "send"} onClose={() => ask(null)} />
      <ScheduleDialog
        draft={draft}
        timeZone={timeZone}
        open={asked === "schedule"}
        onClose={() => ask(null)}
      />
    </>
  );
}
