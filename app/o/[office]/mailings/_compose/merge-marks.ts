import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { Extension } from "@tiptap/react";
import { type MergeProblem, parseMerge } from "@/lib/mail/merge";

const TAG = /\{\{[^{}]*\}\}/g;

/** Shows merge tags as such while they are written, and broken ones as broken. */
export const MergeMarks = Extension.create({
  name: "mergeMarks",
  addProseMirrorPlugins() {
    return [
      new Plugin<DecorationSet>({
        state: {
          init: (_, { doc }) => marksOf(doc),
          apply: (transaction, marks) => (transaction.docChanged ? marksOf(transaction.doc) : marks),
        },
        props: {
          decorations(state) {
            return this.getState(state);
          },
        },
      }),
    ];
  },
});

function marksOf(doc: Node): DecorationSet {
  const marks: Decoration[] = [];
  doc.descendants((node, position) => {
    for (const found of node.text?.matchAll(TAG) ?? []) {
      const faulty = parseMerge(found[0]).problems.length > 0;
      const from = position + found.index;
      marks.push(
        Decoration.inline(from, from + found[0].length, {
          class: faulty ? "merge-tag merge-tag-faulty" : "merge-tag",
        }),
      );
    }
  });
  return DecorationSet.create(doc, marks);
}

/** Faults in the merge tags of what is being written; the server looks once more when it is sent. */
export function mergeProblemsOf(doc: Node): MergeProblem[] {
  const problems: MergeProblem[] = [];
  doc.descendants((node) => {
    if (node.text) problems.push(...parseMerge(node.text).problems);
    for (const mark of node.marks) {
      const { href } = mark.attrs;
      if (typeof href === "string" && /\{\{|%7b%7b/i.test(href)) {
        problems.push({ code: "tag_in_link", text: href.slice(0, 40) });
      }
    }
  });
  return problems;
}
