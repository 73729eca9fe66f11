import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import { FLASH_COOKIE } from "@/app/_components/frame/flash-cookie";

/** Header in which `proxy.ts` gives a page the notice that it takes from the browser. */
const FLASH_HEADER = "x-brevduva-flash";

/**
 * Says that something is done on the next page of the office that is shown, after a redirect. For
 * actions; call it before `redirect`.
 */
export async function flash(text: string): Promise<void> {
  (await cookies()).set(FLASH_COOKIE, text, { maxAge: 60, path: "/", sameSite: "lax" });
}

/**
 * Puts the notice among the headers of a request for a whole page of an office, which is to have it in its
 * markup: scripts ask for parts of pages, and take the notice themselves.
 *
 * @returns whether there is one, so that the browser is to forget it.
 */
export function carryFlash({ method, nextUrl, cookies, headers }: NextRequest, onward: Headers): boolean {
  onward.delete(FLASH_HEADER);
  const text = cookies.get(FLASH_COOKIE)?.value;
  const whole = method === "GET" && headers.get("sec-fetch-dest") === "document";
  if (!text || !whole || !nextUrl.pathname.startsWith("/o/")) return false;
  onward.set(FLASH_HEADER, encodeURIComponent(text));
  return true;
}

/** The notice that is to stand in the markup of this page. */
export async function arrivedFlash(): Promise<string | null> {
  const text = (await headers()).get(FLASH_HEADER);
  return text && decodeURIComponent(text);
}
