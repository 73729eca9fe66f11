import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readyToSend, saveDraft } from "@/app/o/[office]/mailings/_compose/actions";
import { lookAhead } from "@/lib/mailings/look-ahead";
import { summariseRecipients } from "@/lib/mailings/recipients";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";

const here = vi.hoisted(() => ({ office: { id: "" }, actor: { kind: "colleague", id: "", name: "" } }));
vi.mock("@/lib/auth/require-office", () => ({ requireOffice: async () => here }));
vi.mock("next-intl/server", () => ({
  getTranslations: async (of: string) => (key: string) => `${of}.${key}`,
}));
vi.mock(import("@/lib/mailings/look-ahead"), async (original) => {
  const real = await original();
  return { ...real, lookAhead: vi.fn(real.lookAhead) };
});
vi.mock(import("@/lib/mailings/recipients"), async (original) => {
  const real = await original();
  return { ...real, summariseRecipients: vi.fn(real.summariseRecipients) };
});

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  here.office = await desk.arrange.office();
  Object.assign(here.actor, ANNA);
  await desk.arrange.members(here.office.id, [{ email: "eva@example.org" }]);
});
afterAll(() => desk?.close());

const WRITTEN = { subject: "Höstmöte", bodyHtml: "<p>Hej!</p>", audience: {}, onePerAddress: false };

test.each([
  ["who gets it is counted", summariseRecipients],
  ["it is looked ahead to what would come of it", lookAhead],
])("what was saved is known as saved though it fails when %s", async (_, step) => {
  vi.mocked(step as () => Promise<unknown>).mockRejectedValueOnce(new Error("away"));
  const draft = await desk.draft(here.office.id);
  const checked = await readyToSend("slug", draft, WRITTEN);
  expect(checked).toMatchObject({ verdict: { problem: "mailings.errors.unexpected" } });
  const saved = "draft" in checked ? checked.draft : draft;
  const again = await saveDraft("slug", saved, { ...WRITTEN, subject: "Vårmöte" });
  expect(again).toMatchObject({ draft: { id: draft.id } });
});
