import { Heading, Text } from "react-email";
import { Call } from "./call";
import { Frame } from "./frame";
import { text } from "./theme";

export type AccountProps = {
  language: string;
  subject: string;
  title: string;
  sentence: string;
  button: string;
  plainLink: string;
  url: string;
  validity: string;
  ignore: string;
};

/** A mail about a login, or to a mailbox of an office: why, one button, how long it works. */
export function Account(props: AccountProps) {
  const footer = [props.validity, props.ignore].map((line) => (
    <Text key={line} className="muted" style={text.muted}>
      {line}
    </Text>
  ));
  return (
    <Frame
      language={props.language}
      title={props.subject}
      preview={props.sentence}
      heading="Brevduva"
      footer={footer}
    >
      <Heading as="h2" className="ink" style={text.heading}>
        {props.title}
      </Heading>
      <Text className="ink" style={text.body}>
        {props.sentence}
      </Text>
      <Call url={props.url} label={props.button} plainLink={props.plainLink} />
    </Frame>
  );
}
