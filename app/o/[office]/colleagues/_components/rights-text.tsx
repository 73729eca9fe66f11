import { useTranslations } from "next-intl";
import type { ColleagueRights } from "@/lib/colleagues/input";

/** What somebody may do, in a line: "Administratör", or the rights per program. */
export function RightsText({ rights: { role, register, mailings } }: { rights: ColleagueRights }) {
  const t = useTranslations("colleagues");
  if (role === "administrator") return t("role.administrator");
  return (
    <>
      <span className="block">
        {t("programs.register")}: {t(`rights.register.${register}`)}
      </span>
      <span className="block">
        {t("programs.mailings")}: {t(`rights.mailings.${mailings}`)}
      </span>
    </>
  );
}
