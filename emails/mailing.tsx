import { Link, Text } from "react-email";
import { Frame } from "./frame";
import { colours, text } from "./theme";

export type MailingProps = {
  language: string;
  subject: string;
  preview: string;
  associationName: string;
  logoUrl?: string;
  /** Sanitised rich text, styled element by element. */
  bodyHtml: string;
  /** The association's own lines, as HTML: address, footer. */
  associationLines: string[];
  sentBy: string;
  why: string;
  unsubscribe: string;
  unsubscribeNote: string;
  unsubscribeUrl: string;
};

/** A mailing of an association to its members. */
export function Mailing(props: MailingProps) {
  const footer = (
    <>
      {props.associationLines.map((line) => (
        <Text key={line} className="muted" style={text.muted} dangerouslySetInnerHTML={{ __html: line }} />
      ))}
      <Text className="muted" style={text.muted}>
        {props.sentBy} {props.why}
      </Text>
      <Text className="muted" style={text.muted}>
        <Link href={props.unsubscribeUrl} style={{ color: colours.muted, textDecoration: "underline" }}>
          {props.unsubscribe}
        </Link>
      </Text>
      <Text className="muted" style={text.muted}>
        {props.unsubscribeNote}
      </Text>
    </>
  );
  return (
    <Frame
      language={props.language}
      title={props.subject}
      preview={props.preview}
      heading={props.associationName}
      logoUrl={props.logoUrl}
      footer={footer}
    >
      <div
        className="ink"
        style={{ fontSize: "17px", lineHeight: "1.5", color: colours.ink }}
        dangerouslySetInnerHTML={{ __html: props.bodyHtml }}
      />
    </Frame>
  );
}
