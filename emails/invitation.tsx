import { Account, type AccountProps } from "./account";

/** Invites a colleague to an office. */
export function Invitation(props: AccountProps) {
  return <Account {...props} />;
}
