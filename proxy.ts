import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/app/_edge/path";

/** Tells pages their own address, so that the login can lead back to it. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!_next/|api/|c/|u/|favicon).*)"] };
