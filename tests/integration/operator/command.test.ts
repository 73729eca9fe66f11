import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { drainInbox } from "@/lib/messages/drain";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { createDatabase } from "@/tests/support/database";
import type { TestOffice } from "@/tests/support/offices";
import { colleague } from "../auth/people";

const run = promisify(execFile);

let desk: Desk;
let head: TestOffice;
let office: TestOffice;
const folder = mkdtempSync(join(tmpdir(), "operator-"));
beforeAll(async () => {
  desk = await openDesk();
  head = await desk.arrange.office("Modellförbundet");
  office = await desk.arrange.office("Byns ungdomsförening");
  await desk.sql`update offices set parent_id = ${head.id} where id = ${office.id}`;
  await colleague(desk.sql, office.id);
  const bounced = Array.from({ length: 20 }, (_, n) => ({ email: `bounced+c${n}@resend.dev` }));
  await desk.arrange.members(office.id, [...bounced, { email: "eva@example.org" }, { email: null }]);
  const { mailingId, total } = await desk.prepared(office.id, 21);
  await desk.sendAll(office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  await drainInbox();
  await desk.draft(office.id);
  await desk.sql`
    insert into mailings (office_id, kind, state, requested_at)
    values (${office.id}, 'mailing', 'sent', now() - interval '1 year')`;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await desk?.close();
});

/** Runs the command as its operator would. @returns what it printed, or how it failed. */
async function operator(...args: string[]): Promise<string | { code: number; stderr: string }> {
  const env = { ...process.env, BREVDUVA_DATA: folder };
  return run(process.execPath, ["--import", "tsx", "scripts/operator.ts", ...args], { env }).then(
    ({ stdout }) => stdout.trimEnd(),
    (error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr.trim() }),
  );
}
const asJson = async (...args: string[]) => JSON.parse(String(await operator(...args, "--json")));

describe("npm run operator", () => {
  it("lists the offices, for a person and for a program", async () => {
    const offices = await asJson("offices");
    expect(offices).toEqual([
      expect.objectContaining({ name: "Modellförbundet", headOffice: null, state: "open", lastSent: null }),
      {
        name: "Byns ungdomsförening",
        slug: office.slug,
        headOffice: "Modellförbundet",
        state: "open",
        since: expect.any(String),
        reason: "",
        cards: 22,
        colleagues: 1,
        mailings: 2,
        lastSent: expect.any(String),
        bouncePercent: 95.238,
        complaintPercent: 0,
      },
    ]);
    expect(Date.now() - Date.parse(offices[1].lastSent)).toBeLessThan(3_600_000);
    const [titles, first, second] = String(await operator("offices")).split("\n");
    expect(titles).toMatch(/^office +slug +head office +state +since +cards +colleagues/);
    expect(first).toMatch(/^Modellförbundet .* never/);
    expect(second).toMatch(/^Byns ungdomsförening +\S+ +Modellförbundet +open .* 22 .* 95.238 %/);
  });

  it("tells the rates against the limits, of the last 7 and 30 days or as many as asked for", async () => {
    const rates = await asJson("rates");
    expect(rates.map(({ days }: { days: number }) => days)).toEqual([7, 7, 30, 30]);
    expect(rates[1]).toEqual({
      days: 7,
      office: { name: "Byns ungdomsförening", slug: office.slug },
      accepted: 21,
      bounces: 20,
      bouncePercent: 95.238,
      bounceLevel: "limit",
      complaints: 0,
      complaintPercent: 0,
      complaintLevel: null,
    });
    const table = String(await operator("rates", "--days", "3"));
    expect(table).toMatch(/^ +3 {2}ALL TOGETHER +21 +20 {2}95\.238 % +LIMIT REACHED/m);
    expect(table).toContain("bounces 4 %, complaints 0.08 %");
  });

  it("suspends and restores", async () => {
    expect(await operator("suspend", office.slug, "--reason", "Köpt register")).toMatch(
      `suspended ${office.slug}\n`,
    );
    expect(await operator("suspend", office.slug, "--reason", "Köpt register")).toMatch(/already/);
    expect(await operator("offices")).toMatch(/suspended: Köpt register/);
    expect(await operator("restore", office.slug)).toMatch(`restored ${office.slug}\n`);
    expect(await operator("restore", office.slug)).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^No office/),
    });
    await desk.sql`update offices set deleted_at = now() where id = ${office.id}`;
    expect(await operator("restore", office.slug)).toMatch(/open again as it was/);
  });

  it("lifts a suppression", async () => {
    const lifted = await operator("lift", " Bounced+C1@resend.dev ", "--reason", "Lagad");
    expect(lifted).toMatch(/lifted bounced\+c1@resend\.dev\nIt was suppressed here\. 1 cards/);
    expect(await operator("lift", "bounced+c1@resend.dev", "--reason", "Lagad")).toEqual({
      code: 1,
      stderr: "Nothing is known against this address, neither here nor at the provider.",
    });
    await desk.fault({ kind: "reset", match: { path: "/suppressions" } });
    expect(await operator("lift", "bounced+c2@resend.dev", "--reason", "Lagad")).toEqual({
      code: 1,
      stderr: expect.stringMatching(/could not be reached. Nothing was changed/),
    });
  });

  it("says how it is used, and what was wrong", async () => {
    for (const args of [["toString"], ["suspend", office.slug]]) {
      expect(await operator(...args)).toEqual({ code: 1, stderr: expect.stringMatching(/^Usage/) });
    }
    const fails = (stderr: RegExp) => ({ code: 1, stderr: expect.stringMatching(stderr) });
    expect(await operator("suspend", "ingenstans", "--reason", "x")).toEqual(fails(/no office "ingenstans"/));
    expect(await operator("lift", "nonsense", "--reason", "x")).toEqual(fails(/not an e-mail address/));
    expect(await operator("rates", "--days", "0")).toEqual(fails(/--days/));
    expect(await operator("offices", "--help")).toEqual(fails(/^Unknown option '--help'\.\n\nUsage/));
  });

  it("names the remedy where the database was never migrated", async () => {
    const empty = await createDatabase({ migrated: false });
    vi.stubEnv("DATABASE_URL", empty.appUrl);
    const failed = await operator("offices");
    vi.unstubAllEnvs();
    await empty.close();
    expect(failed).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The database .* npm run db:migrate\.$/),
    });
  });
});
