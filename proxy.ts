import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { FLASH_COOKIE } from "@/app/_components/frame/flash-cookie";
import { carryFlash } from "@/app/_edge/flash";
import { takeVisit } from "@/app/_edge/link-limit";
import { PATH_HEADER } from "@/app/_edge/path";
import { refusalPage } from "@/app/_edge/refusal";
import { contentPolicy, secure } from "@/app/_edge/security-headers";
import { TooMany, Unavailable } from "@/lib/errors";
import { DEFAULT_LANGUAGE, isLanguage, preferredLanguage } from "@/lib/i18n/language";
import { LANGUAGE_COOKIE } from "@/lib/i18n/language-cookie";

/**
 * Before every page and route: refuses visitors beyond the limit, draws the nonce of the answer's
 * scripts, and tells pages their own address, so that the login can lead back to it.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const policy = contentPolicy(randomBytes(16).toString("base64url"));
  const answer = (await refuse(request)) ?? goOn(request, policy);
  secure(answer, policy);
  return answer;
}

function goOn(request: NextRequest, policy: string): Response {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const flash = carryFlash(request, headers);
  const answer = NextResponse.next({ request: { headers } });
  if (flash) answer.cookies.delete(FLASH_COOKIE);
  return answer;
}

async function refuse({ nextUrl, headers, cookies }: NextRequest): Promise<Response | null> {
  try {
    await takeVisit(nextUrl.pathname, headers);
    return null;
  } catch (error) {
    /* The page itself says that the database is away. */
    if (error instanceof Unavailable) return null;
    if (!(error instanceof TooMany)) throw error;
    const chosen = cookies.get(LANGUAGE_COOKIE)?.value;
    const wished = preferredLanguage(headers.get("accept-language")) ?? DEFAULT_LANGUAGE;
    return refusalPage(error, isLanguage(chosen) ? chosen : wished);
  }
}

/* Machines that sign what they send, files of the build and pictures in mails go past; so do lists of
   members, as Next keeps the body of whatever comes by here in memory, whoever sent it, before anything of ours
   sees it. */
export const config = {
  matcher: [
    "/((?!_next/|api/webhooks/|api/inngest|api/health|favicon|logo/|o/[^/]+/members/import/upload$).*)",
  ],
};
