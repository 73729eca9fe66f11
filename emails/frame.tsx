import type { ReactNode } from "react";
import { Body, Container, Head, Heading, Html, Img, Section } from "react-email";
import { colours, font, styleSheet, text, unbursting } from "./theme";

export type FrameProps = {
  language: string;
  /** Title of the document; the subject. */
  title: string;
  /** What mail programs show beside the subject. */
  preview: string;
  /** Who writes: shown large at the top. */
  heading: string;
  /** The association's picture, above its name. */
  logoUrl?: string | undefined;
  /** Small print below the card. */
  footer: ReactNode;
  children: ReactNode;
};

/** Not react-email's `Preview`: its padding of invisible characters adds 2 KB to each mail. */
const unseen = {
  display: "none",
  overflow: "hidden",
  lineHeight: "1px",
  opacity: 0,
  maxHeight: 0,
  maxWidth: 0,
};

/** What all our mails look like: a name, a card, small print. */
export function Frame({ language, title, preview, heading, logoUrl, footer, children }: FrameProps) {
  return (
    <Html lang={language}>
      <Head>
        <title>{title}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{styleSheet}</style>
      </Head>
      <Body
        lang={language}
        className="ground"
        style={{ margin: 0, padding: "24px 12px", backgroundColor: colours.ground, fontFamily: font }}
      >
        <div data-skip-in-text="true" style={unseen}>
          {preview}
        </div>
        <Container className="column" style={{ maxWidth: "600px", ...unbursting }}>
          {logoUrl && (
            <Img
              src={logoUrl}
              alt=""
              className="logo"
              /* Word, which Outlook writes with, goes by this alone. */
              height="64"
              style={{
                display: "block",
                margin: "0 0 12px",
                width: "auto",
                height: "auto",
                maxWidth: "240px",
                maxHeight: "64px",
              }}
            />
          )}
          <Heading
            as="h1"
            className="accent"
            style={{
              margin: "0 0 16px",
              fontSize: "20px",
              lineHeight: "24px",
              fontWeight: 700,
              color: colours.accent,
            }}
          >
            {heading}
          </Heading>
          <Section
            className="card"
            style={{
              ...unbursting,
              padding: "32px",
              backgroundColor: colours.card,
              border: `1px solid ${colours.line}`,
              borderTop: `4px solid ${colours.accent}`,
              borderRadius: "6px",
            }}
          >
            {children}
          </Section>
          <Section className="muted" style={{ ...unbursting, padding: "20px 8px 0", ...text.muted }}>
            {footer}
          </Section>
        </Container>
      </Body>
    </Html>
  );
}
