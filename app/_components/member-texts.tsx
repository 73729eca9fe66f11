import type { ReactNode } from "react";

/** How marked parts of the texts for members look: `t.rich("…", { ...marks, … })`. */
export const marks = {
  name: (text: ReactNode) => (
    <span className="mb-2 block text-3xl font-bold leading-tight sm:text-4xl">{text}</span>
  ),
  strong: (text: ReactNode) => <strong className="break-words font-semibold">{text}</strong>,
};

/** Makes the marked part of a text a link that starts a mail. */
export function mailLink(address: string) {
  return (text: ReactNode) => (
    <a href={`mailto:${encodeURIComponent(address).replace("%40", "@")}`} className="break-words">
      {text}
    </a>
  );
}
