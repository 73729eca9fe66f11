import type { Page } from "playwright-core";
import { ask } from "@/tests/support/ask";
import { text } from "@/tests/support/texts";
import { at, focusOn, here, O, press, type Scene } from "./scene";
import { LONG_WORD } from "./world";

export const OF_REGISTER: Scene[] = [
  at("/offices", "administrator", () => "/offices"),
  at("/account", "administrator", () => "/account"),
  {
    name: "to be mended",
    of: "/account",
    who: "administrator",
    async open(page) {
      await page.goto("/account");
      await press(page, text("account.password.button"));
      await page.getByText(text("auth.faults.passwordShort")).waitFor();
    },
  },
  at("/account/second-factor", "administrator", () => "/account/second-factor?needed", "off"),
  {
    name: "wrong password",
    of: "/account/second-factor",
    who: "administrator",
    async open(page) {
      await page.goto("/account/second-factor");
      await press(page, text("account.secondFactor.turnOn"));
      await page.getByText(text("account.wrongPassword")).waitFor();
    },
  },
  at(O, "administrator", () => here),
  at(O, "newcomer", ({ emptyOffice }) => `/o/${emptyOffice}`, "empty"),
  at(`${O}/members`, "administrator", () => `${here}/members`),
  at(`${O}/members`, "administrator", () => `${here}/members?status=problem`, "problems"),
  at(`${O}/members`, "administrator", () => `${here}/members?search=finns-inte`, "nothing found"),
  at(`${O}/members`, "newcomer", ({ emptyOffice }) => `/o/${emptyOffice}/members`, "empty"),
  {
    name: "asks before moving",
    of: `${O}/members`,
    who: "administrator",
    async open(page) {
      await page.goto(`${here}/members?status=problem`);
      await ask(page.getByRole("button", { name: /anteckningar$/ }));
    },
  },
  at(`${O}/members/[memberId]`, "administrator", (of) => `${here}/members/${of.confirmedCard}`),
  at(`${O}/members/[memberId]`, "administrator", (of) => `${here}/members/${of.problemCard}`, "problem"),
  at(`${O}/members/[memberId]/erase`, "administrator", (of) => `${here}/members/${of.confirmedCard}/erase`),
  {
    name: "not ticked",
    of: `${O}/members/[memberId]/erase`,
    who: "administrator",
    async open(page, of) {
      await page.goto(`${here}/members/${of.confirmedCard}/erase`);
      await page.locator("form button[type=submit]").last().click();
      await page.getByText(text("erase.tick")).waitFor();
    },
  },
  at(`${O}/members/new`, "administrator", () => `${here}/members/new`),
  {
    name: "to be mended",
    of: `${O}/members/new`,
    who: "administrator",
    async open(page) {
      await page.goto(`${here}/members/new`);
      const email = page.getByLabel(text("members.fields.email"));
      await email.fill("eva@exempel");
      await press(page, text("members.card.create"));
      await page.getByText(text("members.card.fix")).waitFor();
      await focusOn(email);
    },
  },
  at(`${O}/members/import`, "administrator", () => `${here}/members/import`),
  at(`${O}/members/import`, "administrator", () => `${here}/members/import?fault=spreadsheet`, "refused"),
  {
    name: "understood",
    of: `${O}/members/import/[importId]`,
    who: "administrator",
    open: (page) => upload(page),
  },
  {
    name: "done",
    of: `${O}/members/import/[importId]`,
    who: "administrator",
    async open(page) {
      await upload(page);
      await press(page, text("import.run", { count: 1 }));
      await page.getByRole("heading", { level: 1, name: text("import.done") }).waitFor();
    },
  },
  at(`${O}/members`, "administrator", () => `${here}/members?search=${LONG_WORD}`, "a long name"),
];

async function upload(page: Page): Promise<void> {
  await page.goto(`${here}/members/import`);
  const rows = [
    "Förnamn;Efternamn;E-post;Gatuadress;Postnummer;Ort;Telefon;Språk;Anteckningar;Nr",
    `Eva;${LONG_WORD};eva.sjo@example.org;Handelsesplanaden 12 B 34;65100;Kristinestad;040 123;svenska;Kassör 1987–2003;1`,
    "Nils;Fel;nils@exempel;;;;;;;2",
  ].join("\n");
  const file = { name: "medlemmar.csv", mimeType: "text/csv", buffer: Buffer.from(rows) };
  await page.getByLabel(text("import.file")).setInputFiles(file);
  await press(page, text("import.upload"));
  await page.getByRole("heading", { level: 1, name: text("import.understood") }).waitFor();
}
