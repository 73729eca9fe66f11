import { expect, it } from "vitest";
import { awaited } from "@/scripts/start/health";

const well = { status: "ok", database: "ok", jobs: "ok", mail: "ok" };
const here = { jobs: true, mail: true };

it("is done when all is well", () => {
  expect(awaited(well, here)).toEqual([]);
});

it("waits for what this start runs itself", () => {
  expect(awaited({ ...well, status: "down", jobs: "down", mail: "down" }, here)).toEqual(["jobs", "mail"]);
});

it("does not wait for a provider elsewhere", () => {
  const away = { ...well, status: "down", jobs: "down", mail: "down" };
  expect(awaited(away, { jobs: false, mail: false })).toEqual([]);
  expect(awaited(away, { jobs: true, mail: false })).toEqual(["jobs"]);
  expect(awaited(away, { jobs: false, mail: true })).toEqual(["mail"]);
});

it("waits for the database, wherever it is", () => {
  expect(awaited({ ...well, database: "down" }, { jobs: false, mail: false })).toEqual(["database"]);
});

it.each([undefined, null, "ok", {}, { status: "ok" }])("waits for the app where it answers %j", (answer) => {
  expect(awaited(answer, { jobs: false, mail: false })).toEqual(["app"]);
});
