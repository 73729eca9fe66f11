import { expect, test } from "vitest";
import { retryAfter, sign } from "../../../embedded/resend/webhooks";

test("signs as the published example of svix", () => {
  const payload = '{"test": 2432232314}';
  expect(
    sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, payload),
  ).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("tries again after a second, then ever later, and gives up after 27 hours", () => {
  expect([1, 2, 3, 4, 9, 50].map((attempts) => retryAfter(attempts, 0))).toEqual([
    1000, 2000, 4000, 8000, 256_000, 300_000,
  ]);
  expect(retryAfter(400, 27 * 3600 * 1000)).toBeNull();
});
