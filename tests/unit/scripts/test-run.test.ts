import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "@/scripts/test/browser";
import { readTally, tally } from "@/scripts/test/tally";

describe("findBrowser", () => {
  let directory: string;
  const program = (...path: string[]) => {
    const file = join(directory, ...path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "#!/bin/sh\n");
    chmodSync(file, 0o755);
    return file;
  };
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "brevduva-browser-"));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("takes the one that is named", () => {
    const mine = program("mine");
    expect(findBrowser({ CHROMIUM_PATH: mine })).toBe(mine);
    expect(() => findBrowser({ CHROMIUM_PATH: join(directory, "none") })).toThrow(/not a program/);
  });

  it("looks along PATH first", () => {
    const chromium = program("bin", "chromium");
    expect(findBrowser({ PATH: join(directory, "bin") })).toBe(chromium);
  });
});

describe("tally", () => {
  it("counts tests, and a file that did not load as a failure", () => {
    const testResults = [
      { status: "passed", assertionResults: [{}] },
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
    ];
    expect(tally({ numPassedTests: 3, numFailedTests: 1, testResults })).toEqual({ passed: 3, failed: 2 });
  });

  it("takes a missing report for a failure", () => {
    expect(readTally("/nowhere/report.json")).toEqual({ passed: 0, failed: 1 });
  });
});
