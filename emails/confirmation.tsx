import { Text } from "react-email";
import { Call } from "./call";
import { Frame } from "./frame";
import { text } from "./theme";

export type ConfirmationProps = {
  language: string;
  subject: string;
  preview: string;
  associationName: string;
  logoUrl?: string;
  sentence: string;
  next: string;
  button: string;
  plainLink: string;
  confirmUrl: string;
  validity: string;
  notMe: string;
  /** The association's own lines: whoever knows it sees that it is the one. */
  associationLines: string[];
  sentBy: string;
};

/** Asks a member to confirm the address: one sentence, one button. */
export function Confirmation(props: ConfirmationProps) {
  const footer = [props.validity, props.notMe, ...props.associationLines, props.sentBy].map((line) => (
    <Text key={line} className="muted" style={text.muted}>
      {line}
    </Text>
  ));
  return (
    <Frame
      language={props.language}
      title={props.subject}
      preview={props.preview}
      heading={props.associationName}
      logoUrl={props.logoUrl}
      footer={footer}
    >
      <Text className="ink" style={text.body}>
        {props.sentence}
      </Text>
      <Text className="ink" style={text.body}>
        {props.next}
      </Text>
      <Call url={props.confirmUrl} label={props.button} plainLink={props.plainLink} />
    </Frame>
  );
}
