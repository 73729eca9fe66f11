import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "@/app/_components/ui/class-names";
import { controlStyle } from "@/app/_components/ui/control-style";

/**
 * The browser's own list of choices. Put it in a `Field`. It is created anew when `defaultValue`
 * changes: React would otherwise lose the choice when an action resets the form.
 */
export function Select({ className, defaultValue, ...rest }: ComponentProps<"select">) {
  return (
    <span className={classNames("relative block", className)}>
      <select
        key={String(defaultValue)}
        defaultValue={defaultValue}
        className={classNames(controlStyle, "appearance-none pr-10")}
        {...rest}
      />
      <ChevronDown
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-3 size-5 text-ink-soft"
      />
    </span>
  );
}
