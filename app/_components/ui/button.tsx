import type { ComponentProps } from "react";
import { type ButtonVariant, buttonStyle } from "@/app/_components/ui/button-style";
import { classNames } from "@/app/_components/ui/class-names";

type Props = ComponentProps<"button"> & { variant?: ButtonVariant };

/** A button; its text is a verb with its object. In forms use `SubmitButton`. */
export function Button({ variant, className, type = "button", ...rest }: Props) {
  return <button type={type} className={classNames(buttonStyle({ variant }), className)} {...rest} />;
}
