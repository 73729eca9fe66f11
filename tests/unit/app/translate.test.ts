import { expect, test, vi } from "vitest";
import { translate } from "@/app/_edge/translate";
import { NotLoggedIn, SecondFactorNeeded } from "@/lib/errors";

vi.mock("@/app/_edge/path", () => ({ currentPath: async () => "/o/byn/members?search=Ek" }));

test.each([
  [new NotLoggedIn(), "/login?next=%2Fo%2Fbyn%2Fmembers%3Fsearch%3DEk"],
  [new SecondFactorNeeded(), "/account/second-factor?needed"],
])("a page leads whoever meets %o to %s", async (error, path) => {
  const met = translate(() => Promise.reject(error));
  await expect(met).rejects.toMatchObject({ digest: expect.stringContaining(`;${path};`) });
});
