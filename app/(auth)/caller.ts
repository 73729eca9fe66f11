import { cookies } from "next/headers";
import { DEVICE_COOKIE } from "@/lib/auth/device";
import type { Caller } from "@/lib/auth/try-log-in";
import { addressOf } from "@/lib/limits/address";

/** The visitor who tries to log in, as far as the request tells. */
export async function callerOf({ headers }: Request): Promise<Caller> {
  return {
    address: addressOf(headers),
    userAgent: headers.get("user-agent"),
    device: (await cookies()).get(DEVICE_COOKIE)?.value,
  };
}
