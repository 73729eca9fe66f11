import { expect, it } from "vitest";
import { readSettings } from "@/embedded/resend/settings";

const GIVEN = {
  MAIL_DATABASE_URL: "postgres://owner@127.0.0.1/mail",
  MAIL_PORT: "4020",
  RESEND_API_KEY: "re_test",
  RESEND_WEBHOOK_SECRET: "whsec_c2VjcmV0c2VjcmV0c2VjcmV0",
};

const read = (change: Record<string, string | undefined>) =>
  readSettings({ ...GIVEN, ...change } as unknown as NodeJS.ProcessEnv);

it.each([
  ["MAIL_PORT", undefined, "a whole number from 1 to 65535"],
  ["MAIL_PORT", "many", "a whole number from 1 to 65535"],
  ["MAIL_DATABASE_URL", "mail", "postgres://USER:PASSWORD@HOST/DATABASE"],
  ["RESEND_API_KEY", " ", "a key, of one character or more"],
  ["RESEND_WEBHOOK_SECRET", "secret", "whsec_ followed by base64"],
  [
    "MAIL_WEBHOOK_URL",
    "ftp://127.0.0.1",
    "a whole address, such as http://127.0.0.1:3000/api/webhooks/resend, or empty for none",
  ],
  ["MAIL_PROVIDER_RATE", "fast", "a whole number from 0, which is without a limit"],
  ["MAIL_WEBHOOK_DUPLICATES", "2", "a share from 0 to 1"],
  ["MAIL_WEBHOOK_SHUFFLE", "-1", "milliseconds: a number from 0"],
  ["MAIL_EVENT_DELAY_MS", "300ms", "milliseconds: a number from 0"],
  ["MAIL_DELAYED_MS", "-1", "milliseconds: a number from 0"],
])("says in plain words what %s has to be when it is %j", (name, value, words) => {
  const said = (() => {
    try {
      read({ [name]: value });
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(said).toBe(`Settings of the mail server are missing or malformed:\n  ${name}: ${words}`);
});

it("takes an empty variable for one that is not set", () => {
  const empty = { MAIL_EVENT_DELAY_MS: "", MAIL_DELAYED_MS: " ", MAIL_WEBHOOK_URL: "" };
  expect(read(empty)).toMatchObject({ eventDelayMs: 300, delayedMs: 20_000, webhookUrl: "" });
});
