import { sign } from "@/embedded/resend/webhooks";
import { type Listening, listen } from "./listen";

export type Letter = { id: string; body: string };

/**
 * Receives the provider's events and delivers them to the app: at once, or whenever and as often as wanted.
 */
export type Postman = Listening & {
  /** Whether letters are kept, instead of brought at once. */
  holds: boolean;
  held: Letter[];
  /** Brings letters, signed anew as the provider does. @returns how many the app took */
  bring(letters: readonly Letter[], atOnce?: number): Promise<number>;
};

export async function openPostman(appUrl: string, secret: string): Promise<Postman> {
  const deliver = async ({ id, body }: Letter) => {
    const timestamp = Math.floor(Date.now() / 1000);
    const answer = await fetch(`${appUrl}/api/webhooks/resend`, {
      method: "POST",
      body,
      headers: {
        "svix-id": id,
        "svix-timestamp": String(timestamp),
        "svix-signature": sign(secret, id, timestamp, body),
      },
    });
    await answer.arrayBuffer();
    return answer.status;
  };
  const server = await listen(async (request) => {
    const letter = { id: request.headers.get("svix-id") ?? "", body: await request.text() };
    if (postman.holds) {
      postman.held.push(letter);
      return new Response(null, { status: 200 });
    }
    return new Response(null, { status: await deliver(letter) });
  });
  const postman: Postman = {
    ...server,
    holds: false,
    held: [],
    async bring(letters, atOnce = 64) {
      const queue = [...letters].reverse();
      let taken = 0;
      await Promise.all(
        Array.from({ length: Math.min(atOnce, letters.length) }, async () => {
          for (let letter = queue.pop(); letter; letter = queue.pop()) {
            if ((await deliver(letter)) === 200) taken++;
          }
        }),
      );
      return taken;
    },
  };
  return postman;
}
