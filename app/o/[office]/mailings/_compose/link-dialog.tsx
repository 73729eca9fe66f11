"use client";

import type { Editor } from "@tiptap/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/ui/button";
import { Dialog, DialogActions, DialogClose } from "@/app/_components/ui/dialog";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { TextField } from "@/app/_components/ui/field";
import { linkTarget } from "./link-target";

type Props = { editor: Editor; open: boolean; onOpenChange: (open: boolean) => void };

/** Makes the selected text a link, changes the link it is in, or takes it away. */
export function LinkDialog({ editor, open, onOpenChange }: Props) {
  const t = useTranslations("compose.link");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} description={t("explain")}>
      <LinkForm editor={editor} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function LinkForm({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const t = useTranslations("compose.link");
  const present = String(editor.getAttributes("link").href ?? "");
  const [typed, setTyped] = useState(present);
  const [refused, setRefused] = useState<object>();
  const form = useFaultFocus(refused);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const href = linkTarget(typed);
    if (!href) return setRefused({});
    const chain = editor.chain().focus();
    if (editor.state.selection.empty && !present) {
      chain.insertContent([
        { type: "text", text: typed.trim(), marks: [{ type: "link", attrs: { href } }] },
        { type: "text", text: " " },
      ]);
    } else chain.extendMarkRange("link").setLink({ href });
    onDone();
    chain.run();
  };
  const remove = () => {
    onDone();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <TextField
        label={t("address")}
        hint={t("hint")}
        error={refused && t("fault")}
        value={typed}
        autoComplete="off"
        inputMode="url"
        onChange={(event) => setTyped(event.target.value)}
      />
      <DialogActions>
        <Button type="submit">{t("set")}</Button>
        {present && (
          <Button variant="secondary" onClick={remove}>
            {t("remove")}
          </Button>
        )}
        <DialogClose>
          <Button variant="quiet">{t("cancel")}</Button>
        </DialogClose>
      </DialogActions>
    </form>
  );
}
