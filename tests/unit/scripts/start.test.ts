import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSettings as readMailSettings } from "@/embedded/resend/settings";
import { fingerprint, isBuilt, markBuilt, markUnbuilt } from "@/scripts/start/build";
import { lockBuild } from "@/scripts/start/build-lock";
import { leftovers, lock, openFolder, writePids } from "@/scripts/start/folder";
import { removeLock } from "@/scripts/start/lock.mjs";
import { choosePorts, isBusy } from "@/scripts/start/ports";
import { launchNode, type Running } from "@/scripts/start/processes";
import { readSecrets } from "@/scripts/start/secrets";
import { chooseEmbedded, homeUrl, localUrl, mailEnvironment, readSettings } from "@/scripts/start/settings";
import { keepRunning } from "@/scripts/start/supervise";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "brevduva-start-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("settings", () => {
  it("embeds what no variable names", () => {
    expect(chooseEmbedded(readSettings({}))).toEqual({ database: true, jobs: true, mail: true });
    expect(chooseEmbedded(readSettings({ DATABASE_URL: "postgres://db/x" })).database).toBe(false);
    expect(chooseEmbedded(readSettings({ RESEND_API_KEY: "re_x" })).mail).toBe(false);
    for (const name of ["INNGEST_DEV", "INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"]) {
      expect(chooseEmbedded(readSettings({ [name]: "x" })).jobs).toBe(false);
    }
  });

  it("takes an empty variable for one that is not set", () => {
    expect(chooseEmbedded(readSettings({ RESEND_API_KEY: " " })).mail).toBe(true);
    const empty = { PORT: "", HOST: " ", BREVDUVA_DATA: "", MAIL_RATE: "", MAIL_WEBHOOK_URL: "" };
    expect(readSettings(empty)).toEqual({ ...readSettings({}), MAIL_WEBHOOK_URL: "" });
  });

  it("lets the embedded provider take every call that the app makes", () => {
    const settings = readSettings({ MAIL_RATE: "0.5" });
    const folder = openFolder(directory);
    const environment = mailEnvironment({
      settings,
      embedded: chooseEmbedded(settings),
      secrets: readSecrets(folder),
      ports: { postgres: 1, jobs: 2, mail: 3 },
      databaseUrl: (name) => `postgres://127.0.0.1/${name}`,
    });
    expect(readMailSettings(environment).rate).toBe(1);
  });

  it("names a malformed variable", () => {
    expect(() => readSettings({ PORT: "70000" })).toThrow(/PORT/);
    expect(() => readSettings({ MAIL_RATE: "ten" })).toThrow(/MAIL_RATE/);
    for (const url of ["db", "http://app:x@db/x", "postgres://app:50%off@db/x"]) {
      expect(() => readSettings({ DATABASE_URL: url })).toThrow(/DATABASE_URL: postgres:/);
    }
  });

  it.each([
    [{}, "http://127.0.0.1:3000"],
    [{ HOST: "0.0.0.0", PORT: "80" }, "http://127.0.0.1:80"],
    [{ HOST: "::" }, "http://[::1]:3000"],
    [{ HOST: "::1" }, "http://[::1]:3000"],
  ])("reaches the app from this machine with %j", (environment, url) => {
    expect(localUrl(readSettings(environment))).toBe(url);
  });

  it("tells a person the name of this machine, unless the app listens elsewhere alone", () => {
    for (const HOST of ["127.0.0.1", "0.0.0.0", "::", "::1"]) {
      expect(homeUrl(readSettings({ HOST }))).toBe("http://localhost:3000");
    }
    expect(homeUrl(readSettings({ HOST: "192.0.2.1" }))).toBe("http://192.0.2.1:3000");
  });
});

describe("the data folder", () => {
  it("keeps secrets once made, for its user alone", () => {
    const folder = openFolder(join(directory, "data"));
    const first = readSecrets(folder);
    expect(readSecrets(folder)).toEqual(first);
    expect(statSync(folder.file("secrets.json")).mode & 0o777).toBe(0o600);
    expect(first.INNGEST_SIGNING_KEY).toMatch(/^signkey-prod-[0-9a-f]{64}$/);
    expect(first.RESEND_API_KEY).toMatch(/^re_/);
    expect(Buffer.from(first.RESEND_WEBHOOK_SECRET.replace("whsec_", ""), "base64")).toHaveLength(24);
    expect(Buffer.from(first.LINK_KEYS.replace("1:", ""), "base64url")).toHaveLength(32);
  });

  it("leaves the file of secrets to the user whose it is, when there is nothing to add", () => {
    const folder = openFolder(directory);
    const first = readSecrets(folder);
    const { ino } = statSync(folder.file("secrets.json"));
    expect(readSecrets(folder)).toEqual(first);
    expect(statSync(folder.file("secrets.json")).ino).toBe(ino);
    writeFileSync(folder.file("secrets.json"), JSON.stringify({ AUTH_SECRET: first.AUTH_SECRET }));
    const added = readSecrets(folder);
    expect(added.AUTH_SECRET).toBe(first.AUTH_SECRET);
    expect(readSecrets(folder)).toEqual(added);
  });

  it("takes over a lock whose holder is gone", () => {
    const folder = openFolder(directory);
    writeFileSync(folder.file("lock"), "999999999\n");
    const unlock = lock(folder);
    expect(readFileSync(folder.file("lock"), "utf8")).toBe(`${process.pid}\n`);
    unlock();
  });

  it("stays with the start that took an abandoned lock first", () => {
    const file = join(directory, "lock");
    writeFileSync(file, "123\n");
    removeLock(file, 999999999);
    expect(readFileSync(file, "utf8")).toBe("123\n");
    removeLock(file, 123);
    expect(readdirSync(directory)).toEqual([]);
  });

  it("is not locked where nothing can be written", () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    expect(() => openFolder(file)).toThrow(/data folder .* cannot be written to/);
    expect(() => lock({ path: directory, file: (name) => join(directory, "gone", name) })).toThrow(
      /data folder .* cannot be written to/,
    );
  });

  it("keeps secrets that cannot be read", () => {
    const folder = openFolder(directory);
    writeFileSync(folder.file("secrets.json"), "half a fi");
    expect(() => readSecrets(folder)).toThrow(/secrets.json cannot be read/);
    expect(readFileSync(folder.file("secrets.json"), "utf8")).toBe("half a fi");
  });

  it("knows a build that a killed start has left", async () => {
    const folder = openFolder(directory);
    const env = { ...process.env, BREVDUVA_DATA: folder.path };
    const build = await launchNode({
      args: ["-e", "setTimeout(() => {}, 60000)"],
      env,
      line() {},
      patience: 0,
    });
    writePids(folder, { step: build.pid });
    expect(leftovers(folder)).toEqual({ step: build.pid });
    await build.stop();
    expect(leftovers(folder)).toEqual({});
  });

  it("knows no stranger's process as its own", () => {
    const folder = openFolder(directory);
    writePids(folder, { app: process.pid, jobs: 999999999 });
    expect(leftovers(folder)).toEqual({});
    writeFileSync(folder.file("pids.json"), "half a fi");
    expect(leftovers(folder)).toEqual({});
  });
});

describe("ports", () => {
  it("stay the same, and give way to a stranger", async () => {
    const folder = openFolder(directory);
    const first = await choosePorts(folder);
    expect(await choosePorts(folder)).toEqual(first);
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(first.mail, "127.0.0.1", resolve));
    expect(await isBusy(first.mail, "127.0.0.1")).toBe(true);
    const second = await choosePorts(folder);
    stranger.close();
    expect(second.jobs).toBe(first.jobs);
    expect(second.mail).not.toBe(first.mail);
  });
});

describe("the build", () => {
  it("takes its turn from a start that was killed when it had just taken it", async () => {
    mkdirSync(join(directory, "node_modules"));
    writeFileSync(join(directory, "node_modules", ".brevduva-build"), "");
    (await lockBuild(directory, AbortSignal.timeout(1000)))();
    expect(readdirSync(join(directory, "node_modules"))).toEqual([]);
  });

  it("does not wait for its turn where nothing can be written", async () => {
    const wait = lockBuild(join(directory, "gone"), AbortSignal.timeout(1000));
    await expect(wait).rejects.toThrow(/cannot be built/);
  });

  it("is up to date until a source changes", () => {
    mkdirSync(join(directory, "app"));
    mkdirSync(join(directory, ".next"));
    writeFileSync(join(directory, "app", "page.tsx"), "one");
    expect(isBuilt(directory)).toBe(false);
    writeFileSync(join(directory, ".next", "BUILD_ID"), "x");
    markBuilt(directory, fingerprint(directory));
    expect(isBuilt(directory)).toBe(true);
    writeFileSync(join(directory, "app", "page.tsx"), "two");
    expect(isBuilt(directory)).toBe(false);
    writeFileSync(join(directory, "app", "page.tsx"), "one");
    markUnbuilt(directory);
    expect(isBuilt(directory)).toBe(false);
  });
});

describe("keepRunning", () => {
  function services() {
    const ends: ((how: string) => void)[] = [];
    const launch = async (): Promise<Running> => {
      let end = (_how: string) => {};
      const exited = new Promise<string>((resolve) => {
        end = resolve;
      });
      ends.push(end);
      return { pid: ends.length, exited, stop: async () => end("SIGTERM") };
    };
    return { ends, launch };
  }

  it("starts again what ends, and not what is stopped", async () => {
    const { ends, launch } = services();
    const pids: number[] = [];
    const lines: string[] = [];
    const kept = await keepRunning(
      "app",
      launch,
      (pid) => pids.push(pid),
      (line) => lines.push(line),
    );
    ends[0]?.("SIGKILL");
    await expect.poll(() => pids).toEqual([1, 2]);
    await kept.stop();
    await sleep(300);
    expect(pids).toEqual([1, 2]);
    expect(lines).toEqual(["app ended (SIGKILL) and is started again in 0.2 s"]);
  });

  it("does not start again what is stopped during the pause", async () => {
    const { ends, launch } = services();
    let pause = () => {};
    const paused = new Promise<void>((begun) => {
      pause = begun;
    });
    const kept = await keepRunning(
      "app",
      launch,
      () => {},
      () => pause(),
    );
    ends[0]?.("SIGKILL");
    await paused;
    await kept.stop();
    await sleep(300);
    expect(ends).toHaveLength(1);
  });
});
