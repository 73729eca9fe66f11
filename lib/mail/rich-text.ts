import { richText } from "@/emails/theme";

/** The editor writes what stands in an item of a list as a paragraph. */
const ELEMENT = /<li><p(?=>)|<([a-z][a-z0-9]*)(?=[\s/>])/g;

/** Puts a style on each element of sanitised rich text, which has none of its own, and shows its blank lines. */
export function styled(html: string): string {
  return withBlankLines(html).replace(ELEMENT, (open, name: string | undefined) => {
    if (!name) return `<li style="${richText.li}"><p style="margin:0"`;
    const style = richText[name];
    return style ? `${open} style="${style}"` : open;
  });
}

/** A paragraph without text has no height in a mail. Those at the ends say nothing. */
function withBlankLines(html: string): string {
  const parts = html.split("<p></p>");
  const isText = (part: string) => part !== "";
  return parts.slice(parts.findIndex(isText), parts.findLastIndex(isText) + 1).join("<p><br /></p>");
}
