import { cookies } from "next/headers";
import { z } from "zod";
import { ownSessionCookie } from "@/lib/auth/options";

const COOKIE = "typed";

const typedSchema = z.object({ email: z.string().max(320).catch(""), name: z.string().max(200).catch("") });

type Typed = z.output<typeof typedSchema>;

/**
 * Keeps what was typed for the page that the form leads back to; passwords never. A cookie, so that
 * addresses stand neither in the browser's history nor in anybody's log. What is longer than any may be is
 * not kept: no proxy hands on an answer with such a head. For route handlers.
 */
export async function keepTyped(typed: Partial<Typed>): Promise<void> {
  const kept = typedSchema.parse({ email: "", name: "", ...typed });
  (await cookies()).set(COOKIE, JSON.stringify(kept), { ...ownSessionCookie().options, maxAge: 120 });
}

/** Has the browser forget what was typed. For route handlers. */
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
