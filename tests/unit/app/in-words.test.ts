import { expect, test, vi } from "vitest";
import { inWords } from "@/app/(auth)/account/in-words";
import { TooMany } from "@/lib/errors";

vi.mock("next-intl/server", () => ({
  getTranslations:
    async () =>
    (key: string, { minutes }: { minutes: number }) =>
      `${key} ${minutes}`,
}));

test("beyond a limit the form says how long to wait, and keeps what was typed", async () => {
  const values = { email: "anna@exempel.fi" };
  const refuse = () => Promise.reject(new TooMany(90));
  expect(await inWords(refuse, values)).toEqual({ values, errors: {}, message: "tooMany 2" });
});
