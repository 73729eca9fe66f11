import { cookies } from "next/headers";
import { FLASH_COOKIE } from "@/app/_components/frame/flash-cookie";

/**
 * Says that something is done on the next page of the office that is shown, after a redirect. For
 * actions; call it before `redirect`.
 */
export async function flash(text: string): Promise<void> {
  (await cookies()).set(FLASH_COOKIE, text, { maxAge: 60, path: "/", sameSite: "lax" });
}
