import { createHmac, randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { readSignedEvent } from "@/lib/mail/webhook";
import { useTestEnv } from "@/tests/support/env";

const [before, now, other] = [randomBytes(24), randomBytes(24), randomBytes(24)] as const;
const BODY = JSON.stringify({ type: "email.sent", data: {} });

beforeAll(() =>
  useTestEnv(
    { appUrl: "postgres://app@localhost/app", ownerUrl: "", close: async () => {} },
    { RESEND_WEBHOOK_SECRET: [before, now].map((key) => `whsec_${key.toString("base64")}`).join(",") },
  ),
);

function signed(key: Buffer, minutesAgo = 0, body = BODY): Headers {
  const timestamp = String(Math.floor(Date.now() / 1000) - minutesAgo * 60);
  const signature = createHmac("sha256", key).update(`msg_1.${timestamp}.${body}`).digest("base64");
  return new Headers({
    "svix-id": "msg_1",
    "svix-timestamp": timestamp,
    "svix-signature": `v1,${signature}`,
  });
}

describe("an event", () => {
  test.each([
    ["the earlier", before],
    ["the later", now],
  ])("is taken by %s of two secrets, while they are changed", (_, key) => {
    expect(readSignedEvent(signed(key), BODY)).toMatchObject({ eventId: "msg_1", type: "email.sent" });
  });

  test("is not taken by another secret, nor when it is old", () => {
    expect(readSignedEvent(signed(other), BODY)).toBe("unsigned");
    expect(readSignedEvent(signed(now, 6), BODY)).toBe("unsigned");
    expect(readSignedEvent(signed(now), `${BODY} `)).toBe("unsigned");
  });

  test("is told without what the database does not take", () => {
    const body = JSON.stringify({ type: "email.sent", data: { "a\0": ["b\0", "c\ud800"] } });
    expect(readSignedEvent(signed(now, 0, body), body)).toMatchObject({
      payload: { data: { a: ["b", "c\ufffd"] } },
    });
  });
});
