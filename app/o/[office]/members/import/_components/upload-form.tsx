"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { FileField } from "@/app/_components/ui/file-field";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { Sending } from "@/app/_components/ui/sending";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { MAX_FILE_BYTES } from "@/lib/members/import/file-faults";
import type { UploadFault } from "../upload-fault";

type Props = { action: string; fault: UploadFault | undefined };

/** Sends a file; works without scripts, and with them spares a long wait for a file that is too large. */
export function UploadForm({ action, fault }: Props) {
  const t = useTranslations("import");
  const [found, setFound] = useState({ fault });
  const form = useFaultFocus(found);
  const [sending, setSending] = useState(false);
  /* On the way back, a browser may show the page as it was left, while sending. */
  useEffect(() => {
    const arrive = () => setSending(false);
    window.addEventListener("pageshow", arrive);
    return () => window.removeEventListener("pageshow", arrive);
  }, []);
  const check = (event: FormEvent<HTMLFormElement>) => {
    const file = new FormData(event.currentTarget).get("file");
    const wrong = faultOf(file);
    setFound({ fault: wrong });
    if (wrong || sending) event.preventDefault();
    else setSending(true);
  };
  return (
    <Sending value={sending}>
      <form
        ref={form}
        action={action}
        method="post"
        encType="multipart/form-data"
        onSubmit={check}
        className="grid gap-4"
      >
        <LeaveWarning question={t("leaveFile")} />
        <FileField
          label={t("file")}
          hint={t("limits")}
          error={found.fault && t(`fileFaults.${found.fault}`)}
          name="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
        />
        <div>
          <SubmitButton pendingText={t("uploading")}>{t("upload")}</SubmitButton>
        </div>
      </form>
    </Sending>
  );
}

function faultOf(file: FormDataEntryValue | null): UploadFault | undefined {
  if (!(file instanceof File) || file.name === "") return "missing";
  return file.size > MAX_FILE_BYTES ? "tooLarge" : undefined;
}
