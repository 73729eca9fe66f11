import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange, type TestOffice } from "@/tests/support/offices";

const run = promisify(execFile);

let database: TestDatabase;
let desk: Arrange;
let office: TestOffice;
const folder = mkdtempSync(join(tmpdir(), "members-import-"));
beforeAll(async () => {
  database = await createDatabase();
  useTestEnv(database);
  desk = new Arrange(database);
  office = await desk.office();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await desk.close();
  await database.close();
});

async function importFile(content: string | Buffer, ...more: string[]) {
  const file = join(folder, "members.csv");
  writeFileSync(file, content);
  const args = ["--import", "tsx", "scripts/members-import.ts", "--office", office.slug, ...more, file];
  const env = { ...process.env, BREVDUVA_DATA: folder };
  return run(process.execPath, args, { env }).then(
    ({ stdout }) => JSON.parse(stdout),
    (error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr.trim() }),
  );
}

describe("npm run members:import", () => {
  const file = Buffer.from(
    "Förnamn;Efternamn;E-post\r\nÅsa;Ek;asa@exempel.fi\r\nBo;Ek;bo@exempel\r\n",
    "latin1",
  );

  it("tells what it did as JSON, the faults in plain words", async () => {
    expect(await importFile(file)).toEqual({
      created: 1,
      updated: 0,
      unchanged: 0,
      errors: [{ row: 3, field: "email", message: "Adressen bo@exempel saknar slutet (till exempel .fi)." }],
    });
    const again = await importFile(file, "--language", "en");
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(again.errors[0].message).toBe("The address bo@exempel lacks its ending (for example .fi).");
  });

  it("says what is wrong with a file, an office or a call, and fails", async () => {
    expect(await importFile("Ort;Land\nVasa;Finland\n")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/varken namn/),
    });
    expect(await importFile(file, "--office", "ingenstans")).toMatchObject({
      code: 1,
      stderr: 'There is no office "ingenstans".',
    });
    expect(await importFile(file, "extra.csv")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Usage/),
    });
  });
});
