import type { ComponentProps } from "react";
import { classNames } from "@/app/_components/ui/class-names";
import { controlStyle } from "@/app/_components/ui/control-style";

/** Several lines of text. Put it in a `Field`. */
export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={classNames(controlStyle, className)} {...rest} />;
}
