import { type Messages, NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Name = keyof Messages;

/** All texts of a name, or a part of them: `results.refresh`. */
type Texts = { [N in Name]: N | `${N}.${keyof Messages[N] & string}` }[Name];

/** What every page may need: its frame, the words of fields and dialogs, and what is said when it breaks. */
const EVERYWHERE: readonly Texts[] = ["errors", "frame", "ui"];

type Props = {
  /** The texts that components below use in the browser, besides those of every page. */
  of?: readonly Texts[];
  children: ReactNode;
};

/** Sends the browser the texts that it needs: all there are would be most of what a page weighs. */
export async function ClientTexts({ of = [], children }: Props) {
  const messages = pick(await getMessages(), [...EVERYWHERE, ...of]);
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}

function pick(all: Messages, wanted: readonly Texts[]): Partial<Messages> {
  const picked: Record<string, Record<string, unknown>> = {};
  for (const texts of wanted) {
    const [name, part] = texts.split(".") as [Name, string?];
    const known: Record<string, unknown> = all[name];
    picked[name] = part ? { ...picked[name], [part]: known[part] } : known;
  }
  return picked;
}
