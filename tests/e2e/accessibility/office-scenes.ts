import { at, here, O, type Scene } from "./scene";

export const OF_OFFICE: Scene[] = [
  at(`${O}/log`, "administrator", () => `${here}/log`),
  at(`${O}/log`, "administrator", () => `${here}/log?search=finns-inte`, "nothing found"),
  at(`${O}/log`, "newcomer", ({ emptyOffice }) => `/o/${emptyOffice}/log`, "empty"),
  at(`${O}/log`, "colleague", () => `${here}/log`, "without the right"),
];
