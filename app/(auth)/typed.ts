import { cookies } from "next/headers";
import { z } from "zod";
import { ownSessionCookie } from "@/lib/auth/options";

const COOKIE = "typed";

const typedSchema = z.object({ email: z.string().max(320).catch(""), name: z.string().max(200).catch("") });

type Typed = z.output<typeof typedSchema>;

/**
 * Keeps what was typed, except passwords, for the page that the form leads back to. In a cookie, so that
 * addresses are neither in the browser's history nor in anybody's log. Values longer than allowed are not
 * kept: proxies refuse responses with such large headers. For route handlers.
 */
export async function keepTyped(typed: Partial<Typed>): Promise<void> {
  const kept = typedSchema.parse({ email: "", name: "", ...typed });
  (await cookies()).set(COOKIE, JSON.stringify(kept), { ...ownSessionCookie().options, maxAge: 120 });
}

/** Removes what was typed from the browser. For route handlers. */
export async function forgetTyped(): Promise<void> {
  (await cookies()).set(COOKIE, "", { ...ownSessionCookie().options, maxAge: 0 });
}

/** What was typed in this browser a moment ago. */
export async function readTyped(): Promise<Typed> {
  const kept = (await cookies()).get(COOKIE)?.value;
  return typedSchema.catch({ email: "", name: "" }).parse(parse(kept));
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
}
