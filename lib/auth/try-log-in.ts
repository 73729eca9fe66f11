import type { z } from "zod";
import { readDevice } from "@/lib/auth/device";
import type { loginSchema } from "@/lib/auth/input";
import { type HalfLoggedIn, type LoggedIn, logIn } from "@/lib/auth/log-in";
import type { LimitName } from "@/lib/limits/limits";
import { giveBack, take, takeIfRoom } from "@/lib/limits/take";

/** Who tries to log in, as far as the request tells. */
export type Caller = {
  address: string;
  userAgent: string | null;
  /** The browser's cookie from an earlier login: see `newDevice`. */
  device: string | undefined;
};

/**
 * Logs in, within `LIMITS`. A successful login does not count. Nobody can lock somebody else out: a browser
 * that is known for the login has its own limit, and so has each network address.
 *
 * @returns null when address and password do not belong together.
 * @throws TooMany
 */
export async function tryLogIn(
  login: z.output<typeof loginSchema>,
  caller: Caller,
): Promise<LoggedIn | HalfLoggedIn | null> {
  const taken = await takeLogin(login.email, caller);
  const done = await logIn(login, caller.userAgent);
  if (done) for (const [name, subject] of taken) await giveBack(name, subject);
  return done;
}

async function takeLogin(email: string, { address, device }: Caller): Promise<[LimitName, string][]> {
  const known = readDevice(device, email);
  const pair = `${email} ${address}`;
  if (known) {
    await take("loginDevice", `${email} ${known}`);
    return [["loginDevice", `${email} ${known}`]];
  }
  await take("loginAddress", address);
  await take("loginPair", pair);
  if (!(await takeIfRoom("loginAccount", email))) {
    await take("loginPairUnderAttack", pair);
    return [
      ["loginAddress", address],
      ["loginPair", pair],
      ["loginPairUnderAttack", pair],
    ];
  }
  return [
    ["loginAddress", address],
    ["loginPair", pair],
    ["loginAccount", email],
  ];
}
