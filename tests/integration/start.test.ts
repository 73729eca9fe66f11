import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/free-port";
import {
  type Installation,
  launchStart,
  startInstallation,
  temporaryDataDir,
} from "@/tests/support/installation";

const health = async (url: string) => {
  const answer = await fetch(`${url}/api/health`);
  return { status: answer.status, body: await answer.json() };
};
const well = { status: 200, body: { status: "ok", database: "ok", jobs: "ok", mail: "ok" } };

/** A process that has ended but was not yet reaped by its parent does not count. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("npm start", () => {
  let dataDir: string;
  let remove: () => void;
  let port: number;
  let running: Installation;
  beforeAll(async () => {
    ({ dataDir, remove } = temporaryDataDir());
    port = await freePort();
    running = await startInstallation({ dataDir, port });
  });
  afterAll(async () => {
    await running?.stop();
    remove();
  });

  const refused = async (options: { dataDir: string; port: number }) => {
    const second = launchStart(options);
    return { code: await second.ended, output: second.output() };
  };

  it("prints where it is, and is well", async () => {
    expect(running.url).toBe(`http://localhost:${port}`);
    await expect.poll(() => health(running.url)).toEqual(well);
    expect((await fetch(running.outbox)).status).toBe(200);
  });

  it("keeps a connection for longer than proxies do, which would send on one that is being closed", async () => {
    const { headers } = await fetch(`${running.url}/api/health`);
    const [, seconds] = /^timeout=(\d+)$/.exec(headers.get("keep-alive") ?? "") ?? [];
    expect(Number(seconds)).toBeGreaterThan(120);
  });

  it("refuses a second start on the same data", async () => {
    const { code, output } = await refused({ dataDir, port: await freePort() });
    expect(output).toMatch(/running already on the data folder/);
    expect(code).toBe(1);
  });

  it("refuses a busy port before it starts anything", async () => {
    const other = `${dataDir}-other`;
    const { code, output } = await refused({ dataDir: other, port });
    expect(output).toContain(`Port ${port} is taken`);
    expect(code).toBe(1);
    expect(existsSync(join(other, "postgres"))).toBe(false);
  });

  it("names what is down", async () => {
    const { mail } = running.pids();
    process.kill(mail, "SIGSTOP");
    const down = await health(running.url);
    process.kill(mail, "SIGCONT");
    expect(down).toEqual({ status: 503, body: { ...well.body, status: "down", mail: "down" } });
  });

  it("starts again what was killed", async () => {
    const before = running.pids();
    for (const pid of [before.app, before.jobs, before.mail]) process.kill(pid, "SIGKILL");
    await expect
      .poll(() => Object.values(running.pids()).filter((pid) => Object.values(before).includes(pid)))
      .toEqual([before.postgres]);
    await expect.poll(() => health(running.url).catch(String)).toEqual(well);
  });

  it("starts again after its own death, on the same data and the same ports", async () => {
    const before = running.pids();
    const starter = Number(readFileSync(join(dataDir, "lock"), "utf8"));
    process.kill(starter, "SIGKILL");
    await expect.poll(() => isRunning(starter)).toBe(false);
    const outbox = running.outbox;
    running = await startInstallation({ dataDir, port });
    expect(running.outbox).toBe(outbox);
    expect(Object.values(before).filter(isRunning)).toEqual([]);
    await expect.poll(() => health(running.url)).toEqual(well);
  });

  it("stops everything within ten seconds, and leaves no process", async () => {
    const pids = Object.values(running.pids());
    const since = Date.now();
    expect(await running.stop()).toBe(0);
    expect(Date.now() - since).toBeLessThan(10_000);
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
    expect(existsSync(join(dataDir, "lock"))).toBe(false);
  });
});
