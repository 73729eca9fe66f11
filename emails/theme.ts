import type { CSSProperties } from "react";

export const colours = {
  ground: "#faf7f2",
  card: "#ffffff",
  ink: "#1d2b2d",
  muted: "#566669",
  line: "#e5ded2",
  accent: "#0d5b5e",
  onAccent: "#ffffff",
};

const dark = {
  ground: "#121819",
  card: "#1b2426",
  ink: "#f0ece4",
  muted: "#a9b6b7",
  line: "#334144",
  accent: "#7fcfc8",
};

export const font =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif';

/** For mail programs that read style sheets: dark colours where asked for, less margin on a phone. */
export const styleSheet = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.ink > :first-child { margin-top: 0 !important; }
.ink blockquote > :last-child { margin-bottom: 0 !important; }
@media (prefers-color-scheme: dark) {
  .ground, .ground > table, .ground > table > tbody > tr > td { background-color: ${dark.ground} !important; }
  .card { background-color: ${dark.card} !important; border-color: ${dark.line} !important; border-top-color: ${dark.accent} !important; }
  .logo { background-color: ${colours.card} !important; }
  .ink, .ink * { color: ${dark.ink} !important; }
  .muted, .muted a { color: ${dark.muted} !important; }
  .ink a, .accent, .muted .accent { color: ${dark.accent} !important; }
  .ink blockquote, .ink hr { border-color: ${dark.line} !important; }
}
@media (max-width: 480px) {
  .card > tbody > tr > td { padding: 24px 20px !important; }
}`;

/**
 * For the end of the head: Word, with which Outlook on Windows shows mails, lets no font into a table, and knows
 * no greatest width.
 */
export const forWord = `<!--[if mso]><style>
td { font-family: "Segoe UI", Arial, sans-serif; }
.column { width: 600px; }
</style><![endif]-->`;

/**
 * For a table that breaks a word which is too long, a link mostly, instead of growing with it. The first two say
 * what the third says alone: mail programs know the ones or the other.
 */
export const unbursting: CSSProperties = {
  tableLayout: "fixed",
  wordWrap: "break-word",
  wordBreak: "break-word",
};

export const text: Record<"body" | "muted" | "heading", CSSProperties> = {
  body: { margin: "0 0 16px", fontSize: "17px", lineHeight: "1.5", color: colours.ink },
  muted: { margin: "0 0 8px", fontSize: "15px", lineHeight: "1.5", color: colours.muted },
  heading: {
    margin: "0 0 16px",
    fontSize: "26px",
    lineHeight: "1.25",
    fontWeight: 700,
    color: colours.ink,
  },
};

/** Styles for the elements of a mailing's rich text: mail programs want them on each element. */
export const richText: Record<string, string> = {
  h1: `margin:24px 0 12px;font-size:26px;line-height:1.25;color:${colours.ink}`,
  h2: `margin:24px 0 10px;font-size:22px;line-height:1.3;color:${colours.ink}`,
  h3: `margin:20px 0 8px;font-size:18px;line-height:1.35;color:${colours.ink}`,
  p: "margin:0 0 16px",
  ul: "margin:0 0 16px;padding-left:24px",
  ol: "margin:0 0 16px;padding-left:24px",
  li: "margin:0 0 6px",
  a: `color:${colours.accent};text-decoration:underline`,
  blockquote: `margin:0 0 16px;padding:4px 0 4px 16px;border-left:3px solid ${colours.line}`,
  hr: `margin:24px 0;border:0;border-top:1px solid ${colours.line}`,
};
