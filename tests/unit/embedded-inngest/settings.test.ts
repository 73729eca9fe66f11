import { expect, it } from "vitest";
import { readSettings } from "@/embedded/inngest/settings";

const GIVEN = {
  JOBS_DATABASE_URL: "postgres://owner@127.0.0.1/jobs",
  JOBS_PORT: "4021",
  JOBS_APP_URL: "http://127.0.0.1:3000/api/inngest",
  INNGEST_EVENT_KEY: "key",
  INNGEST_SIGNING_KEY: "signkey-test-0a0b",
};

const read = (change: Record<string, string | undefined>) =>
  readSettings({ ...GIVEN, ...change } as unknown as NodeJS.ProcessEnv);

it.each([
  ["JOBS_DATABASE_URL", "mysql://owner@127.0.0.1/jobs", "postgres://USER:PASSWORD@HOST/DATABASE"],
  ["JOBS_PORT", undefined, "a whole number from 0, which is any free port, to 65535"],
  ["JOBS_PORT", " ", "a whole number from 0, which is any free port, to 65535"],
  ["JOBS_APP_URL", "127.0.0.1:3000", "a whole address, such as http://127.0.0.1:3000/api/inngest"],
  ["INNGEST_EVENT_KEY", "", "a key, of one character or more"],
  ["INNGEST_SIGNING_KEY", "secret", "signkey-NAME-HEX"],
])("says in plain words what %s has to be when it is %j", (name, value, words) => {
  const fault = `Settings of the job server are missing or malformed:\n  ${name}: ${words}`;
  expect(() => read({ [name]: value })).toThrow(new Error(fault));
});

it("reads a port as a number", () => {
  expect(read({})).toMatchObject({ JOBS_PORT: 4021, JOBS_APP_URL: GIVEN.JOBS_APP_URL });
});
