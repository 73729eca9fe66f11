"use client";

import { LoaderCircle } from "lucide-react";
import { type ComponentProps, type MouseEvent, useContext } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/app/_components/ui/button";
import { Sending } from "@/app/_components/ui/sending";

type Props = Omit<ComponentProps<typeof Button>, "type"> & {
  /** What the button says while the form is on its way, for example "Sparar …". */
  pendingText: string;
};

/**
 * Submits the form around it. Meanwhile it says so and ignores further presses; it is not disabled, so that
 * it keeps the focus.
 */
export function SubmitButton({ pendingText, children, onClick, ...rest }: Props) {
  const sending = useContext(Sending);
  const pending = useFormStatus().pending || sending;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (pending) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <Button type="submit" aria-disabled={pending} onClick={press} {...rest}>
      {pending && <LoaderCircle aria-hidden className="size-5 animate-spin" />}
      <span aria-live="polite">{pending ? pendingText : children}</span>
    </Button>
  );
}
