"use client";

import { useTranslations } from "next-intl";
import { useFormStatus } from "react-dom";
import { useLeaveWarning } from "@/app/_components/use-leave-warning";

/**
 * For the form that imports: asks before the preview is left, which somebody may take for the import itself.
 */
export function PreviewLeaveWarning() {
  const t = useTranslations("import");
  const { pending } = useFormStatus();
  useLeaveWarning(!pending, t("leavePreview"));
  return null;
}
