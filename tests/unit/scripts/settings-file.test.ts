import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readSettingsFile } from "@/scripts/start/settings-file";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "brevduva-settings-"));
  vi.stubEnv("TRIED_FIRST", undefined);
  vi.stubEnv("TRIED_SECOND", undefined);
  vi.stubEnv("TRIED_THIRD", "of the environment");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const read = (content: string) => {
  writeFileSync(join(directory, ".env"), content);
  readSettingsFile(join(directory, ".env"));
  const { TRIED_FIRST, TRIED_SECOND, TRIED_THIRD } = process.env;
  return [TRIED_FIRST, TRIED_SECOND, TRIED_THIRD];
};

it("reads what an editor of Windows has written", () => {
  const lines = ["\uFEFFTRIED_FIRST=one", "# a comment", "TRIED_SECOND='t$wo'", "TRIED_THIRD=three", ""];
  expect(read(lines.join("\r\n"))).toEqual(["one", "t$wo", "of the environment"]);
});

it("does without", () => {
  expect(() => readSettingsFile(join(directory, "none"))).not.toThrow();
});
