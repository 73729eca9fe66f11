import { expect, test, vi } from "vitest";
import { stayingIn } from "@/app/_edge/action";
import { inWords } from "@/app/o/[office]/mailings/_compose/answer";
import { Forbidden, NotFound, NotLoggedIn, SecondFactorNeeded } from "@/lib/errors";

vi.mock("next-intl/server", () => ({
  getTranslations: async (of: string) => (key: string) => `${of}.${key}`,
}));

const refuse = (error: Error) => () => Promise.reject(error);

test.each([
  ["has ended", new NotLoggedIn(), "form.loggedOut"],
  [
    "is one by a password alone, and the office asks for more",
    new SecondFactorNeeded(),
    "form.secondFactorNeeded",
  ],
])("what was typed stays where the session %s", async (_, error, words) => {
  expect(await stayingIn(refuse(error))).toEqual({ message: words });
  expect(await inWords(refuse(error))).toEqual({ problem: words });
});

test("what was typed stays where the office has another address by now, or no place for the person", async () => {
  expect(await stayingIn(refuse(new NotFound()))).toEqual({ message: "form.noOffice" });
  expect(await inWords(refuse(new NotFound()), "no_access")).toEqual({
    problem: "mailings.errors.no_access",
  });
});

test("who lacks a right is refused by another page, and told so by the composer", async () => {
  await expect(stayingIn(refuse(new Forbidden()))).rejects.toThrow("forbidden");
  expect(await inWords(refuse(new Forbidden()))).toEqual({ problem: "mailings.errors.no_right" });
});
