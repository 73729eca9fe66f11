import { richText } from "@/emails/theme";

/** Puts a style on each element of sanitised rich text, which has none of its own. */
export function styled(html: string): string {
  return html.replace(/<([a-z][a-z0-9]*)(?=[\s/>])/g, (open, name: string) => {
    const style = richText[name];
    return style ? `${open} style="${style}"` : open;
  });
}
