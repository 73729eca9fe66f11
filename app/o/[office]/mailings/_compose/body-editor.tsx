"use client";

import "./editor.css";

import { type Editor, EditorContent, useEditor } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { MergeProblem } from "@/lib/mail/merge";
import { LinkDialog } from "./link-dialog";
import { isLinkTarget } from "./link-target";
import { MergeMarks, mergeProblemsOf } from "./merge-marks";
import { hasFile, pastedHtml } from "./pasted";
import { PersonaliseDialog } from "./personalise-dialog";
import { Toolbar } from "./toolbar";

const EXTENSIONS = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    link: {
      openOnClick: false,
      autolink: false,
      protocols: ["http", "https", "mailto", "tel"],
      HTMLAttributes: { target: null, rel: null },
      isAllowedUri: (address) => isLinkTarget(address),
    },
    blockquote: false,
    code: false,
    codeBlock: false,
    horizontalRule: false,
    strike: false,
    underline: false,
  }),
  MergeMarks,
];

/** Pixels that the bars above and below cover; the cursor is scrolled out of them, as the focus is. */
const KEPT_FREE = {
  right: 0,
  left: 0,
  get top() {
    return Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);
  },
  get bottom() {
    return Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom);
  },
};

type Props = {
  initial: string;
  problemsId: string;
  onReady: (html: string, problems: MergeProblem[]) => void;
  onChange: (html: string, problems: MergeProblem[]) => void;
  onSubjectTag: (tag: string) => void;
};

/** The text of the mailing: headings, bold, italics, lists, links and merge tags. */
export function BodyEditor({ initial, problemsId, onReady, onChange, onSubjectTag }: Props) {
  const t = useTranslations("compose");
  const labelId = useId();
  const [asking, setAsking] = useState<"link" | "tag" | null>(null);
  const [leftOut, setLeftOut] = useState(false);
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: initial,
    immediatelyRender: false,
    onCreate: ({ editor }) => tell(editor, onReady),
    onUpdate: ({ editor }) => tell(editor, onChange),
    editorProps: {
      transformPastedHTML: pastedHtml,
      handlePaste: (_, { clipboardData }) => {
        setLeftOut(hasFile(clipboardData));
      },
      /* Otherwise the browser would open the file in place of the page. */
      handleDrop: (_, event) => {
        const isFile = (event.dataTransfer?.files.length ?? 0) > 0;
        if (isFile) event.preventDefault();
        setLeftOut(hasFile(event.dataTransfer));
        return isFile;
      },
      scrollThreshold: KEPT_FREE,
      scrollMargin: KEPT_FREE,
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": labelId,
        "aria-describedby": problemsId,
        class: "mail-body min-h-80 px-4 py-3 outline-none",
      },
    },
  });
  const insert = (place: "body" | "subject", tag: string) => {
    if (place === "subject") return onSubjectTag(tag);
    /* After the dialog has returned the focus. */
    setTimeout(() => editor?.chain().focus().insertContent({ type: "text", text: tag }).run());
  };
  return (
    <div>
      <p id={labelId} className="mb-1 font-semibold">
        {t("body")}
      </p>
      {editor && (
        <>
          <Toolbar editor={editor} onLink={() => setAsking("link")} onPersonalise={() => setAsking("tag")} />
          <LinkDialog
            editor={editor}
            open={asking === "link"}
            onOpenChange={(open) => setAsking(open ? "link" : null)}
          />
        </>
      )}
      <PersonaliseDialog
        open={asking === "tag"}
        onOpenChange={(open) => setAsking(open ? "tag" : null)}
        onInsert={insert}
      />
      <div className="min-h-80 rounded-b-md border border-edge bg-card focus-within:outline-3 focus-within:outline-focus focus-within:outline-offset-2">
        <EditorContent editor={editor} />
      </div>
      <div role="status">{leftOut && <p className="mt-2 font-semibold">{t("noFiles")}</p>}</div>
    </div>
  );
}

function tell(editor: Editor, onChange: Props["onChange"]): void {
  onChange(editor.getHTML(), mergeProblemsOf(editor.state.doc));
}
