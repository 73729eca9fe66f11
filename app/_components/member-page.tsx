import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { memberLanguage } from "@/app/_edge/member-language";
import type { Language } from "@/lib/i18n/language";

type Props = {
  /** The member's language, not the visitor's. */
  language: Language;
  /** The association, in large letters; left out if it is unknown or in the heading. */
  association?: string | null;
  heading: ReactNode;
  children?: ReactNode;
};

/** A page for members: one column, no frame, nothing to log in to. */
export function MemberPage({ language, association, heading, children }: Props) {
  return (
    <main lang={language} className="mx-auto flex max-w-xl flex-col gap-6 px-5 py-10 sm:py-20">
      {association && <p className="text-lg font-semibold text-ink-soft">{association}</p>}
      <h1 className="text-xl font-bold leading-snug sm:text-2xl">{heading}</h1>
      {children}
    </main>
  );
}

/** Explanations beneath what the page is for. */
export function SmallPrint({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-6 text-sm text-ink-soft">{children}</div>
  );
}

type ActProps = { action: string; children: ReactNode; danger?: boolean };

/** The page's one act: a plain form, so that it works without scripts. */
export function BigButton({ action, children, danger = false }: ActProps) {
  const colours = danger
    ? "border-danger bg-danger hover:bg-danger-strong"
    : "border-accent bg-accent hover:border-accent-strong hover:bg-accent-strong";
  return (
    <form method="post" action={action}>
      <button
        type="submit"
        className={`min-h-14 w-full cursor-pointer rounded-lg border px-6 py-3 text-xl font-semibold text-on-accent transition-colors sm:w-auto sm:min-w-64 ${colours}`}
      >
        {children}
      </button>
    </form>
  );
}

/**
 * The page behind the link of a test mail or preview: it is read by a colleague, so it is in the colleague's
 * language.
 */
export async function PreviewLink({ namespace }: { namespace: "confirmPage" | "unsubscribePage" }) {
  const t = await getTranslations(namespace);
  return (
    <MemberPage language={await getLocale()} heading={t("preview.title")}>
      <p className="text-lg">{t("preview.explain")}</p>
    </MemberPage>
  );
}

/**
 * The page of a link that we did not sign or that no longer stands for anything. An ordinary page, because
 * Next's own "not found" stays blank without scripts.
 */
export async function UnknownLink({ namespace }: { namespace: "confirmPage" | "unsubscribePage" }) {
  const language = await memberLanguage(null);
  const t = await getTranslations({ locale: language, namespace });
  return (
    <MemberPage language={language} heading={t("unknown.title")}>
      <p className="text-lg">{t("unknown.explain")}</p>
    </MemberPage>
  );
}
