import { Heading, Text } from "react-email";
import { Call } from "./call";
import { Frame } from "./frame";
import { text } from "./theme";

export type NoticeProps = {
  language: string;
  subject: string;
  title: string;
  paragraphs: string[];
  button: string;
  plainLink: string;
  url: string;
  /** Why one gets it. */
  why: string;
};

/** Tells somebody who looks after something how it stands, and where to go on. */
export function Notice(props: NoticeProps) {
  const footer = (
    <Text className="muted" style={text.muted}>
      {props.why}
    </Text>
  );
  return (
    <Frame
      language={props.language}
      title={props.subject}
      preview={props.paragraphs[0] ?? ""}
      heading="Brevduva"
      footer={footer}
    >
      <Heading as="h2" className="ink" style={text.heading}>
        {props.title}
      </Heading>
      {props.paragraphs.map((paragraph) => (
        <Text key={paragraph} className="ink" style={text.body}>
          {paragraph}
        </Text>
      ))}
      <Call url={props.url} label={props.button} plainLink={props.plainLink} />
    </Frame>
  );
}
