import { Monitor } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { DateTime } from "@/app/_components/date-time";
import { Badge } from "@/app/_components/ui/badge";
import { ButtonForm } from "@/app/_components/ui/button-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { OwnSession } from "@/lib/auth/sessions";
import { endSessionByForm } from "./actions";
import { browserName } from "./browser-name";

/** The person's sessions, with a button to end each. */
export async function SessionList({ sessions, here }: { sessions: OwnSession[]; here: string }) {
  const t = await getTranslations("account.sessions");
  return (
    <>
      <ul className="divide-y divide-line">
        {sessions.map(({ id, userAgent, createdAt, lastSeenAt }) => {
          const known = browserName(userAgent);
          const name = known ? t("on", known) : t("unknown");
          return (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div className="min-w-0">
                <p className="font-semibold">
                  {name}{" "}
                  {id === here && (
                    <Badge icon={Monitor} tone="arrived">
                      {t("here")}
                    </Badge>
                  )}
                </p>
                <p className="text-ink-soft text-sm">
                  {t.rich("times", {
                    since: () => <DateTime value={createdAt} />,
                    seen: () => <DateTime value={lastSeenAt} />,
                  })}
                </p>
              </div>
              {id !== here && (
                <ButtonForm action={endSessionByForm}>
                  <input type="hidden" name="session" value={id} />
                  <SubmitButton
                    variant="secondary"
                    pendingText={t("pending")}
                    aria-label={t("endThis", { name })}
                  >
                    {t("end")}
                  </SubmitButton>
                </ButtonForm>
              )}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && (
        <ButtonForm action={endSessionByForm} className="mt-4">
          <input type="hidden" name="session" value="others" />
          <SubmitButton variant="secondary" pendingText={t("pending")}>
            {t("endOthers")}
          </SubmitButton>
        </ButtonForm>
      )}
    </>
  );
}
