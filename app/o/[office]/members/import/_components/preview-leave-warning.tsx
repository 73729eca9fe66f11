"use client";

import { useTranslations } from "next-intl";
import { useFormStatus } from "react-dom";
import { useLeaveWarning } from "@/app/_components/use-leave-warning";

/** In the form that imports: asks before what is to be imported is left, as to have seen it may look like that. */
export function PreviewLeaveWarning() {
  const t = useTranslations("import");
  const { pending } = useFormStatus();
  useLeaveWarning(!pending, t("leavePreview"));
  return null;
}
