import type { ComponentProps } from "react";
import { classNames } from "@/app/_components/ui/class-names";
import { controlStyle } from "@/app/_components/ui/control-style";

/** A line of text. Put it in a `Field`, which names it. */
export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={classNames(controlStyle, className)} {...rest} />;
}
