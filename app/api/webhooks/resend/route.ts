import { limitedBody } from "@/app/_edge/limited-body";
import { answerErrors } from "@/app/_edge/route";
import { storeEvent } from "@/lib/inbox/store";
import { log } from "@/lib/log";
import { readSignedEvent } from "@/lib/mail/webhook";

/** In bytes. No event of the provider is near this size. */
const LARGEST = 1_000_000;

/** Stores a provider's event and answers; it is processed later. */
export async function POST(request: Request): Promise<Response> {
  const body = await limitedBody(request, LARGEST);
  if (body === null) return refuse("too large", 413);
  const event = readSignedEvent(request.headers, body);
  if (event === "unsigned") return refuse("no valid signature", 401);
  if (event === "malformed") return refuse("not an event", 400);
  return answerErrors(async () => {
    await storeEvent(event);
    return Response.json({ ok: true });
  });
}

function refuse(why: string, status: number): Response {
  log().warn({ why }, "an event was not taken");
  return Response.json({ error: why }, { status });
}
