import { Account, type AccountProps } from "./account";

/** Asks whether answers to an office's mailings may go to an address. */
export function ReplyToRequest(props: AccountProps) {
  return <Account {...props} />;
}
