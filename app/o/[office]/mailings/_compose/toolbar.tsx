"use client";

import { type Editor, useEditorState } from "@tiptap/react";
import {
  Bold,
  Heading2,
  Heading3,
  Italic,
  Link2,
  List,
  ListOrdered,
  type LucideIcon,
  Redo2,
  Undo2,
  UserRound,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/app/_components/ui/class-names";

type Props = { editor: Editor; onLink: () => void; onPersonalise: () => void };

/** What can be done with the selected text. */
export function Toolbar({ editor, onLink, onPersonalise }: Props) {
  const t = useTranslations("compose.toolbar");
  const on = useEditorState({
    editor,
    selector: ({ editor }) => ({
      heading: editor.isActive("heading", { level: 2 }),
      subheading: editor.isActive("heading", { level: 3 }),
      bold: editor.isActive("bold"),
      italic: editor.isActive("italic"),
      bulletList: editor.isActive("bulletList"),
      orderedList: editor.isActive("orderedList"),
      link: editor.isActive("link"),
      mayUndo: editor.can().undo(),
      mayRedo: editor.can().redo(),
    }),
  });
  const focused = () => editor.chain().focus();
  return (
    <div
      role="toolbar"
      aria-label={t("label")}
      className="flex flex-wrap gap-1 rounded-t-md border border-edge border-b-0 bg-sunk p-1"
    >
      <Tool
        icon={Heading2}
        text={t("heading")}
        pressed={on.heading}
        onPress={() => focused().toggleHeading({ level: 2 }).run()}
      />
      <Tool
        icon={Heading3}
        text={t("subheading")}
        pressed={on.subheading}
        onPress={() => focused().toggleHeading({ level: 3 }).run()}
      />
      <Tool icon={Bold} text={t("bold")} pressed={on.bold} onPress={() => focused().toggleBold().run()} />
      <Tool
        icon={Italic}
        text={t("italic")}
        pressed={on.italic}
        onPress={() => focused().toggleItalic().run()}
      />
      <Tool
        icon={List}
        text={t("bulletList")}
        pressed={on.bulletList}
        onPress={() => focused().toggleBulletList().run()}
      />
      <Tool
        icon={ListOrdered}
        text={t("orderedList")}
        pressed={on.orderedList}
        onPress={() => focused().toggleOrderedList().run()}
      />
      <Tool icon={Link2} text={t("link")} pressed={on.link} onPress={onLink} />
      <Tool icon={UserRound} text={t("personalise")} onPress={onPersonalise} strong />
      <span className="flex gap-1 sm:ml-auto">
        <Tool
          icon={Undo2}
          text={t("undo")}
          iconOnly
          disabled={!on.mayUndo}
          onPress={() => focused().undo().run()}
        />
        <Tool
          icon={Redo2}
          text={t("redo")}
          iconOnly
          disabled={!on.mayRedo}
          onPress={() => focused().redo().run()}
        />
      </span>
    </div>
  );
}

type ToolProps = {
  icon: LucideIcon;
  text: string;
  pressed?: boolean;
  disabled?: boolean;
  iconOnly?: boolean;
  strong?: boolean;
  onPress: () => void;
};

function Tool({ icon: Icon, text, pressed, disabled, iconOnly, strong, onPress }: ToolProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      disabled={disabled}
      title={iconOnly ? text : undefined}
      onClick={onPress}
      className={classNames(
        "inline-flex min-h-11 min-w-11 cursor-pointer items-center justify-center gap-1.5 rounded border border-transparent px-2 text-sm hover:border-accent hover:bg-accent-soft disabled:cursor-not-allowed disabled:opacity-40 aria-pressed:bg-accent aria-pressed:text-on-accent",
        strong && "border-edge bg-card font-semibold",
      )}
    >
      <Icon aria-hidden className="size-5" />
      <span className={classNames(iconOnly && "sr-only", !strong && "max-sm:sr-only")}>{text}</span>
    </button>
  );
}
