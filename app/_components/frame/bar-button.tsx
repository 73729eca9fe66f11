import type { ComponentProps } from "react";
import { classNames } from "@/app/_components/ui/class-names";

/** A button on the dark bar. */
export function BarButton({ className, ...rest }: ComponentProps<"button">) {
  return (
    <button
      type="button"
      className={classNames(
        "inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-md px-3 text-bar-ink hover:bg-bar-raised data-[state=open]:bg-bar-raised print:hidden",
        className,
      )}
      {...rest}
    />
  );
}
