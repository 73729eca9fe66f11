import { expect, test, vi } from "vitest";
import { postedForm } from "@/app/_edge/form";
import { POST as upload } from "@/app/o/[office]/members/import/upload/route";
import { Forbidden } from "@/lib/errors";

vi.mock("@/lib/auth/require-office", () => ({
  requireOffice: async () => ({ office: { id: "an office" }, user: { id: "somebody" } }),
}));
vi.mock("@/lib/limits/take", () => ({ take: async () => {} }));
vi.mock("next-intl/server", () => ({ getLocale: async () => "sv" }));
vi.mock("@/lib/log", () => ({ log: () => ({ warn: () => {} }) }));

const posted = (from: string) => {
  const body = new FormData();
  body.set("name", "Anna");
  return new Request("https://brev.exempel.fi/", {
    method: "POST",
    headers: { "sec-fetch-site": from, "content-length": "100" },
    body,
  });
};
const params = Promise.resolve({ office: "byn" });

test.each(["cross-site", "same-site"])(
  "a form from elsewhere (%s) is refused, with a file too",
  async (from) => {
    await expect(postedForm(posted(from))).rejects.toThrow(Forbidden);
    expect((await upload(posted(from), { params })).status).toBe(403);
  },
);

test.each(["same-origin", "none"])("one of ours (%s) is taken", async (from) => {
  expect((await postedForm(posted(from))).get("name")).toBe("Anna");
  expect((await upload(posted(from), { params })).headers.get("location")).toContain("fault=missing");
});
