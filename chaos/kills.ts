import postgres from "postgres";
import { freePort } from "@/embedded/postgres/free-port";
import { type Installation, startInstallation, temporaryDataDir } from "@/tests/support/installation";
import { ownerUrl } from "@/tests/support/installed";
import { Outbox } from "@/tests/support/outbox";
import type { Dice } from "./dice";
import { type Association, arrangeAssociation } from "./kills/association";
import { Killer } from "./kills/killer";
import { recount, rest } from "./recount";
import type { Books } from "./recount/books";
import { eventually, type Scenario, type Told } from "./scenario";

/** The provider's rate is so low that the mailing lasts through all kills. */
const SIZES = {
  full: { members: 20_000, kills: 50, rate: "0.6", window: "20m", pauseMs: 5000 },
  short: { members: 500, kills: 6, rate: "0.3", window: "5m", pauseMs: 2000 },
} as const;
type Plan = (typeof SIZES)[keyof typeof SIZES];

/**
 * A mailing with temporary bounces, doubled and shuffled webhooks and "refresh results", during which
 * the app, the job server and the database are killed at random moments.
 */
export const kills: Scenario<void> = {
  name: "kills",
  async play(_, dice, size) {
    const plan = SIZES[size];
    const { dataDir, remove } = temporaryDataDir();
    const port = await freePort();
    const installation = await startInstallation({ dataDir, port, env: settings(plan), patience: 600_000 });
    const books: Books = { own: look(dataDir, "brevduva"), provider: look(dataDir, "brevduva_mail") };
    try {
      const place = { url: installation.url, dataDir, port };
      const association = await arrangeAssociation(place, books.own, plan.members);
      return await killAround({ installation, books, association, dice, plan });
    } finally {
      await Promise.all(Object.values(books).map((sql) => sql.end({ timeout: 1 })));
      await installation.stop();
      remove();
    }
  },
};

function settings({ rate, window }: Plan): Record<string, string> {
  return {
    MAIL_RATE: rate,
    MAIL_PROVIDER_RATE: "10",
    MAIL_WEBHOOK_DUPLICATES: "0.1",
    MAIL_WEBHOOK_SHUFFLE: "2000",
    MAIL_DELAYED_MS: "5000",
    SOFT_BOUNCE_WINDOW: window,
  };
}

function look(dataDir: string, database: string): postgres.Sql {
  return postgres(ownerUrl(dataDir, database), { max: 1, connect_timeout: 2, onnotice: () => {} });
}

type Scene = { installation: Installation; books: Books; association: Association; dice: Dice; plan: Plan };

async function killAround({ installation, books, association, dice, plan }: Scene): Promise<Told> {
  /* Answers come late, so that many kills find a batch that was taken and not yet answered. */
  const slow = { kind: "slow", seconds: 7200, delayMs: 800, match: { path: "/emails/batch" } };
  await new Outbox(installation.outbox).fault(slow);
  await association.send(plan.members);
  const started = Date.now();
  const killer = new Killer(installation, dice);
  for (let kill = 1; kill <= plan.kills; kill++) {
    await killer.strike(plan.pauseMs);
    if (kill % Math.ceil(plan.kills / 3) === 0) {
      await eventually("refresh results is taken", async () => (await association.refresh()) || "refused");
    }
  }
  const lastKill = Date.now();
  await rest(books, association.id, 7_200_000);
  const rested = Date.now();
  await eventually("the health check is content", async () => {
    const { status } = await fetch(`${installation.url}/api/health`);
    return status === 200 || String(status);
  });
  const deaths = killer.deathsOfTheirOwn();
  return {
    done: `${plan.kills} SIGKILLs (${list(killer.kills)}) within ${seconds(lastKill - started)} of a mailing to ${plan.members}`,
    came: `${await outcome(books, association)}; at rest ${seconds(rested - lastKill)} after the last kill; ended by themselves: ${list(deaths) || "none"}`,
    faults: [
      ...(await recount(books, association.id)),
      ...(await association.unexpected(books.own, plan.members)),
    ],
  };
}

async function outcome({ own, provider }: Books, { id }: Association): Promise<string> {
  const counts = await own<{ status: string; count: number }[]>`
    select status, count(*)::int as count from messages where office_id = ${id} group by 1 order by 2 desc`;
  const [attempts] = await own`select count(*)::int as count from attempts where office_id = ${id}`;
  const [mails] = await provider`
    select count(*)::int as count from resend_server.emails where subject like 'Kallelse i storm%'`;
  const statuses = Object.fromEntries(counts.map(({ status, count }) => [status, count]));
  return `${mails?.count} mails for ${attempts?.count} attempts; ${list(statuses)}`;
}

function list(numbers: Record<string, number>): string {
  return Object.entries(numbers)
    .map(([name, number]) => `${name} ${number}`)
    .join(", ");
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
