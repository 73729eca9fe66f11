import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { InstallationOptions } from "@/tests/support/installation";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);
const read = (dataDir: string, file: string) => readFileSync(join(dataDir, file), "utf8");

const login = z.object({ email: z.string(), password: z.string() });
const demoFile = login.extend({ colleague: login });

/** The demo's logins, as the start keeps them. */
export function demoLogins(dataDir: string): z.output<typeof demoFile> {
  return demoFile.parse(JSON.parse(read(dataDir, "demo.json")));
}

/** URL of the database's owner, who sees all offices: for arranging, and for looking at everything. */
export function ownerUrl(dataDir: string, database = "brevduva"): string {
  const { postgres } = z.object({ postgres: z.number() }).parse(JSON.parse(read(dataDir, "ports.json")));
  const password = read(join(dataDir, "postgres"), "owner.password").trim();
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${postgres}/${database}`;
}

type Place = Pick<InstallationOptions, "dataDir" | "port">;

/** Runs `npm run office:create` as its operator would, and returns what it printed. */
export async function runOfficeCreate({ dataDir, port }: Place, args: readonly string[]): Promise<string> {
  const { stdout } = await run("npm", ["run", "-s", "office:create", "--", ...args], {
    cwd: root,
    env: { ...process.env, BREVDUVA_DATA: dataDir, PORT: String(port) },
  });
  return stdout;
}

export type NewOffice = { slug: string; login: { email: string; password: string } };

/** Makes an office with an administrator who can log in. */
export async function createOffice(
  place: Place,
  name: string,
  email: string,
  more: readonly string[] = [],
): Promise<NewOffice> {
  const password = "korrekt häst batteri";
  const given = ["--name", name, "--admin", email, "--password", password, ...more];
  const printed = await runOfficeCreate(place, given);
  const slug = /^office (\S+)$/m.exec(printed)?.[1];
  if (!slug) throw new Error(`office:create printed no office:\n${printed}`);
  return { slug, login: { email, password } };
}
