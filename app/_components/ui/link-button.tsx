import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonVariant, buttonStyle } from "@/app/_components/ui/button-style";
import { classNames } from "@/app/_components/ui/class-names";

type Props = ComponentProps<typeof Link> & { variant?: ButtonVariant };

/** A link to a page where something is done, looking like a button. */
export function LinkButton({ variant, className, ...rest }: Props) {
  return <Link className={classNames(buttonStyle({ variant }), className)} {...rest} />;
}
