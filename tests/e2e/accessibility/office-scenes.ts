import { ask } from "@/tests/support/ask";
import { Outbox } from "@/tests/support/outbox";
import { text } from "@/tests/support/texts";
import { at, button, focusOn, here, O, press, type Scene } from "./scene";

const head = "/o/modellforbundet";

export const OF_OFFICE: Scene[] = [
  at(O, "administrator", () => "/o/avstangda", "suspended"),
  at(`${O}/mailings`, "administrator", () => "/o/pausade/mailings", "paused"),
  at(`${O}/members`, "administrator", () => "/o/varnade/members", "near the limit"),
  {
    name: "asks nobody while the office is suspended",
    of: `${O}/colleagues/new`,
    who: "administrator",
    async open(page) {
      await page.goto("/o/avstangda/colleagues/new");
      await page.getByText(text("frame.hold.suspendedTitle")).waitFor();
      await page.getByLabel(text("colleagues.invite.email")).fill("ny@avstangda.example");
      await press(page, text("colleagues.invite.send"));
      await page.getByText(text("colleagues.faults.office_suspended")).waitFor();
    },
  },
  at(`${O}/colleagues`, "administrator", () => `${here}/colleagues`),
  at(`${O}/colleagues`, "newcomer", ({ emptyOffice }) => `/o/${emptyOffice}/colleagues`, "one alone"),
  at(`${O}/colleagues/new`, "administrator", () => `${here}/colleagues/new`),
  {
    name: "to be mended, and sent",
    of: `${O}/colleagues/new`,
    who: "administrator",
    async open(page) {
      await page.goto(`${here}/colleagues/new`);
      await press(page, text("colleagues.invite.send"));
      await page.getByText(text("auth.faults.emailWrong")).waitFor();
      const email = page.getByLabel(text("colleagues.invite.email"));
      await focusOn(email);
      await email.fill("ny.kollega@byns-uf.example");
      await press(page, text("colleagues.invite.send"));
      await page.getByText(text("colleagues.invited.waiting")).waitFor();
    },
  },
  at(`${O}/colleagues/[userId]`, "administrator", (of) => `${here}/colleagues/${of.colleague}`),
  {
    name: "asks before removing",
    of: `${O}/colleagues/[userId]`,
    who: "administrator",
    async open(page, { colleague }) {
      await page.goto(`${here}/colleagues/${colleague}`);
      await ask(button(page, text("colleagues.remove.button")));
    },
  },
  at(`${O}/offices`, "administrator", () => `${head}/offices`),
  at(`${O}/offices/new`, "administrator", () => `${head}/offices/new`),
  at(`${O}/offices/[memberOffice]`, "administrator", (of) => `${head}/offices/${of.memberOffice}`),
  {
    name: "another name typed",
    of: `${O}/offices/[memberOffice]`,
    who: "administrator",
    async open(page, { memberOffice }) {
      await page.goto(`${head}/offices/${memberOffice}`);
      await page.getByRole("button", { name: /^Ta bort / }).click();
      await page.getByText(text("offices.delete.nameDiffers")).waitFor();
    },
  },
  at(`${O}/offices/groups/new`, "administrator", () => `${head}/offices/groups/new`),
  {
    name: "made",
    of: `${O}/offices/groups/[groupId]`,
    who: "administrator",
    async open(page) {
      await page.goto(`${head}/offices/groups/new`);
      await press(page, text("offices.groups.save"));
      await page.getByText(text("offices.groups.nameMissing")).waitFor();
      await page.getByLabel(text("offices.name"), { exact: true }).fill("Norra Österbotten");
      await press(page, text("offices.groups.save"));
      await page.getByRole("link", { name: "Norra Österbotten" }).click();
      await page.getByRole("heading", { level: 1, name: "Norra Österbotten" }).waitFor();
    },
  },
  at(`${O}/settings`, "administrator", () => `${here}/settings`),
  at(`${O}/settings`, "administrator", () => `${head}/settings`, "of a head office"),
  {
    name: "to be mended",
    of: `${O}/settings`,
    who: "administrator",
    async open(page) {
      await page.goto(`${here}/settings`);
      await page.getByLabel(text("settings.fields.slug")).fill("Å");
      await press(page, text("settings.save"));
      await page.getByText(text("settings.faults.slugWrong")).waitFor();
      await press(page, text("settings.logo.button"));
      await page.getByText(text("settings.logo.faults.missing")).waitFor();
    },
  },
  {
    name: "two steps, asked by who has none",
    of: `${O}/settings`,
    who: "administrator",
    async open(page) {
      await page.goto(`${here}/settings`);
      await press(page, text("settings.secondFactor.require"));
      await page.getByText(text("settings.secondFactor.ownFirst")).waitFor();
    },
  },
  {
    name: "waits for the reply-to address",
    of: `${O}/settings`,
    who: "newcomer",
    async open(page, { emptyOffice }) {
      await page.goto(`/o/${emptyOffice}/settings`);
      await page.getByLabel(text("settings.replyTo.label")).fill("svar@nya.example");
      await press(page, text("settings.replyTo.button"));
      await page
        .getByText(text("settings.replyTo.outcomes.asked", { address: "svar@nya.example" }))
        .waitFor();
    },
  },
  {
    name: "open",
    of: "/reply-to/[token]",
    who: "nobody",
    async open(page, { outbox }) {
      const [mail] = await new Outbox(outbox).arrived({ to: "svar@nya.example" });
      await page.goto(/\/reply-to\/[\w-]+/.exec(mail?.text ?? "")?.[0] ?? "");
    },
  },
  at("/reply-to/[token]", "nobody", () => "/reply-to/unknown", "unknown"),
  at(`${O}/log`, "administrator", () => `${here}/log`),
  at(`${O}/log`, "administrator", () => `${here}/log?search=finns-inte`, "nothing found"),
  at(`${O}/log`, "newcomer", ({ emptyOffice }) => `/o/${emptyOffice}/log`, "empty"),
  at(`${O}/log`, "colleague", () => `${here}/log`, "without the right"),
];
