import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import { FLASH_COOKIE } from "@/app/_components/frame/flash-cookie";

/** Header by which `proxy.ts` hands the page the notice from the browser's cookie. */
const FLASH_HEADER = "x-brevduva-flash";

/**
 * Leaves a notice for the next page of the office, after a redirect. For actions; call it before `redirect`.
 */
export async function flash(text: string): Promise<void> {
  (await cookies()).set(FLASH_COOKIE, text, { maxAge: 60, path: "/", sameSite: "lax" });
}

/**
 * Copies the notice into the headers of a request for a whole page of an office, which renders it. Scripts
 * request parts of pages and take the notice themselves.
 *
 * @returns whether there is one, so that its cookie has to be removed.
 */
export function carryFlash({ method, nextUrl, cookies, headers }: NextRequest, onward: Headers): boolean {
  onward.delete(FLASH_HEADER);
  const text = cookies.get(FLASH_COOKIE)?.value;
  const whole = method === "GET" && headers.get("sec-fetch-dest") === "document";
  if (!text || !whole || !nextUrl.pathname.startsWith("/o/")) return false;
  onward.set(FLASH_HEADER, encodeURIComponent(text));
  return true;
}

/** The notice to render in this page. */
export async function arrivedFlash(): Promise<string | null> {
  const text = (await headers()).get(FLASH_HEADER);
  return text && decodeURIComponent(text);
}
