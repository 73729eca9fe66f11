import { type Messages, NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Name = keyof Messages;

/** What every page may need: its frame, the words of fields and dialogs, and what is said when it breaks. */
const EVERYWHERE: readonly Name[] = ["errors", "frame", "ui"];

type Props = {
  /** Names of the texts that components below use in the browser, besides those of every page. */
  of?: readonly Name[];
  children: ReactNode;
};

/** Sends the browser the texts that it needs: all there are would be most of what a page weighs. */
export async function ClientTexts({ of = [], children }: Props) {
  const all = await getMessages();
  const messages = Object.fromEntries([...EVERYWHERE, ...of].map((name) => [name, all[name]]));
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
