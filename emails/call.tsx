import { Button, Link, Text } from "react-email";
import { colours, text } from "./theme";

export type CallProps = { url: string; label: string; plainLink: string };

/** The one thing to do: a large button, and the same link to copy. */
export function Call({ url, label, plainLink }: CallProps) {
  return (
    <>
      <Button
        href={url}
        style={{
          margin: "8px 0 24px",
          padding: "16px 28px",
          borderRadius: "6px",
          backgroundColor: colours.accent,
          color: colours.onAccent,
          fontSize: "18px",
          fontWeight: 700,
        }}
      >
        {label}
      </Button>
      <Text data-skip-in-text className="muted" style={text.muted}>
        {plainLink}
        <br />
        <Link href={url} className="accent" style={{ color: colours.accent, wordBreak: "break-all" }}>
          {url}
        </Link>
      </Text>
    </>
  );
}
