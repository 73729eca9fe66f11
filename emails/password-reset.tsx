import { Account, type AccountProps } from "./account";

/** Lets a colleague choose a new password. */
export function PasswordReset(props: AccountProps) {
  return <Account {...props} />;
}
