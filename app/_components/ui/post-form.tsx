"use client";

import { type ComponentProps, type FormEvent, useEffect, useState } from "react";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { Sending } from "@/app/_components/ui/sending";

type Props = Omit<ComponentProps<"form">, "action" | "method" | "onSubmit"> & { action: string };

/** A form that is posted to a route handler and leads to a new page; works without scripts. */
export function PostForm({ children, ...rest }: Props) {
  const [sending, setSending] = useState(false);
  const form = useFaultFocus();
  /* On the way back, a browser may show the page as it was left, while sending. */
  useEffect(() => {
    const arrive = () => setSending(false);
    window.addEventListener("pageshow", arrive);
    return () => window.removeEventListener("pageshow", arrive);
  }, []);
  const submit = (event: FormEvent) => {
    if (sending) event.preventDefault();
    else setSending(true);
  };
  return (
    <Sending value={sending}>
      <form ref={form} method="post" noValidate onSubmit={submit} {...rest}>
        {children}
      </form>
    </Sending>
  );
}
