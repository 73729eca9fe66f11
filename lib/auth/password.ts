import { hash, type Options, verify } from "@node-rs/argon2";
import { PASSWORD_MAX } from "@/lib/auth/input";

/** argon2id (the default) with the parameters that OWASP's password storage cheat sheet gives for 19 MiB. */
const OPTIONS = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} satisfies Options;

/** A hash that no password has, as expensive to check as a real one. */
export const NOBODYS_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0LTAwMQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** Hash of a password, to be stored. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), OPTIONS);
}

/** Whether it is the password. Takes as long when there is no hash to compare with (`null`). */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  /* Nobody has a longer password, and normalising one could take quadratic time. */
  const possible = password.length <= PASSWORD_MAX;
  const matches = await verify(stored ?? NOBODYS_HASH, possible ? normalised(password) : "");
  return stored !== null && possible && matches;
}

/** The same characters may arrive as different code points from another keyboard. */
function normalised(password: string): string {
  return password.normalize("NFKC");
}
