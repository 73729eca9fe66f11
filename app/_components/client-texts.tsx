import { type Messages, NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Name = keyof Messages;

/** Texts that every page may need: those of its frame, of fields and dialogs, and of errors. */
const EVERYWHERE: readonly Name[] = ["errors", "frame", "ui"];

type Props = {
  /** Names of the texts that components below use in the browser, besides those of every page. */
  of?: readonly Name[];
  children: ReactNode;
};

/** Sends the browser only the texts that it needs: all of them would be most of a page's size. */
export async function ClientTexts({ of = [], children }: Props) {
  const all = await getMessages();
  const messages = Object.fromEntries([...EVERYWHERE, ...of].map((name) => [name, all[name]]));
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
