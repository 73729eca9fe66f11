import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/app/_components/ui/card";
import { LinkButton } from "@/app/_components/ui/link-button";
import { may, type Rights } from "@/lib/auth/rights";
import type { StatusCounts } from "@/lib/members/queries";

/** From a list of members to a mailing that arrives: what is done, and what comes next. */
export function Steps({ slug, rights, counts }: { slug: string; rights: Rights; counts: StatusCounts }) {
  const t = useTranslations("overview");
  const register = may(rights, { program: "register", right: "write" });
  const mailings = may(rights, { program: "mailings", right: "write" });
  const { total, confirmed, unconfirmed, confirmation_requested: requested } = counts;
  const next = total === 0 ? "import" : unconfirmed > 0 || confirmed === 0 ? "confirm" : "mailing";
  const variant = (step: typeof next) => (step === next ? "primary" : "secondary");
  return (
    <Card title={t("steps")}>
      <ol>
        <Step
          number={1}
          done={total > 0}
          title={t("import.title")}
          text={total > 0 ? t("import.state", { total }) : t("import.todo")}
        >
          {register && (
            <LinkButton variant={variant("import")} href={`/o/${slug}/members/import`}>
              {total > 0 ? t("import.more") : t("import.button")}
            </LinkButton>
          )}
        </Step>
        <Step
          number={2}
          done={confirmed > 0 && unconfirmed === 0}
          title={t("confirm.title")}
          text={
            total > 0
              ? `${t("confirm.explain")} ${t("confirm.state", { confirmed, requested, unconfirmed })}`
              : t("confirm.explain")
          }
        >
          {mailings && unconfirmed > 0 && (
            <LinkButton variant={variant("confirm")} href={`/o/${slug}/mailings/confirm`}>
              {t("confirm.button")}
            </LinkButton>
          )}
        </Step>
        <Step number={3} done={false} title={t("mailing.title")} text={t("mailing.explain")}>
          {mailings && confirmed > 0 && (
            <LinkButton variant={variant("mailing")} href={`/o/${slug}/mailings/new`}>
              {t("mailing.button")}
            </LinkButton>
          )}
        </Step>
      </ol>
    </Card>
  );
}

type StepProps = { number: number; done: boolean; title: string; text: string; children: ReactNode };

function Step({ number, done, title, text, children }: StepProps) {
  const t = useTranslations("overview");
  return (
    <li className="flex flex-wrap gap-x-4 gap-y-2 border-line border-t py-5 first:border-t-0 first:pt-1 last:pb-1">
      <span
        className={`grid size-9 shrink-0 place-items-center rounded-full font-bold ${done ? "bg-arrived-soft text-arrived" : "bg-accent-soft text-accent"}`}
      >
        {done ? <Check aria-hidden className="size-5" /> : <span aria-hidden>{number}</span>}
      </span>
      <div className="flex-1 basis-40">
        <h3 className="pt-0.5 font-bold text-lg">
          {title}
          {done && <span className="sr-only"> – {t("done")}</span>}
        </h3>
        <p className="mb-3 max-w-prose text-ink-soft">{text}</p>
        {children}
      </div>
    </li>
  );
}
