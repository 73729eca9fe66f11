import { type Act, addressOf, of } from "@/tests/integration/life/acts/drawn";
import type { Life } from "@/tests/integration/life/life";

const mailIds = (life: Life) =>
  life.provider<{ id: string }[]>`select id from resend_server.emails order by seq desc limit 40`;

const REFUSALS = ["429", "500", "503", "reset", "outage", "409", "not_json", "page", "401"];
const AFTERMATHS = ["reset_after_accept", "reset_mid_answer", "500_after_accept", "fewer_ids"];

/** What the provider, receivers and time do. */
export const OUTSIDE: Record<string, Act> = {
  async "the provider fails"(life, [a, b]) {
    const kind = of([...REFUSALS, ...AFTERMATHS, ...AFTERMATHS], a);
    await life.fault({ kind, count: 1 + (b % 2) });
  },
  "the provider refuses somebody": (life, [a, b]) =>
    life.fault({ kind: b % 2 === 0 ? "422" : "400", count: 1 + (b % 4), match: { to: addressOf(a) ?? "@" } }),
  "the provider is well": (life) => life.noFaults(),
  async "the provider tells"(life, [a, b, c]) {
    const untold = await life.untold();
    for (let left = 1 + (b % 12); left > 0 && untold.length > 0; left--) {
      const [event] = untold.splice((a * left) % untold.length, 1);
      if (event) await life.tell(event, c % 4 === 0 ? 2 : 1);
    }
  },
  async "a receiver acts"(life, [a, b]) {
    const mail = of(await mailIds(life), a);
    const action = of(["deliver", "deliver", "delay", "bounce", "soft-bounce", "soft-bounce", "complain"], b);
    if (mail && action) await life.play(mail.id, action);
  },
};

/** Acts that happen alone. */
export const ALONE: Record<string, Act> = {
  "time passes": (life, [a]) =>
    life.letPass(of(["3 minutes", "70 minutes", "5 hours", "25 hours", "2 days", "6 days"], a) ?? ""),
};
