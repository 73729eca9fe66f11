import type { ReactNode } from "react";
import { buttonStyle } from "@/app/_components/ui/button-style";
import { classNames } from "@/app/_components/ui/class-names";

type Props = {
  button: ReactNode;
  title: ReactNode;
  explain: ReactNode;
  /** The form that does it. */
  children: ReactNode;
};

/** What a dialog asks, beneath its button: in browsers without scripts, where no dialog opens. */
export function Unfolding({ button, title, explain, children }: Props) {
  return (
    <noscript>
      <details className="max-w-prose">
        <summary className={classNames(buttonStyle({ variant: "secondary" }), "list-none")}>{button}</summary>
        <p className="mt-3 font-bold">{title}</p>
        <p className="mb-3">{explain}</p>
        {children}
      </details>
    </noscript>
  );
}
