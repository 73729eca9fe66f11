import type { ReactNode } from "react";
import { classNames } from "@/app/_components/ui/class-names";

type Props = { action: string; className?: string; children: ReactNode };

/**
 * A form that narrows a list. It is sent by GET, so that the address says what is shown, and works without
 * scripts. Completion is off: on the way back a browser would put the values of the page before beside a
 * list that they do not match.
 */
export function FilterForm({ action, className, children }: Props) {
  return (
    <search>
      <form
        action={action}
        autoComplete="off"
        className={classNames("flex flex-wrap items-end gap-3", className)}
      >
        {children}
      </form>
    </search>
  );
}
