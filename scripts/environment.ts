import { DrizzleQueryError } from "drizzle-orm";
import { z } from "zod";
import { openFolder, readJson } from "./start/folder";
import { readSecrets } from "./start/secrets";
import { appEnvironment, chooseEmbedded, readSettings } from "./start/settings";
import { readSettingsFile } from "./start/settings-file";

const portsFile = z.object({ postgres: z.number(), jobs: z.number(), mail: z.number() });

/**
 * Gives this program the environment of the installation that runs here, as the app has it.
 *
 * @throws Error for a person, where the database is embedded and was never started
 */
export function useInstallation(): void {
  readSettingsFile();
  // A command reports errors itself, and its output may be read by a program.
  process.env.LOG_LEVEL ||= "silent";
  const settings = readSettings(process.env);
  const embedded = chooseEmbedded(settings);
  const file = `${settings.BREVDUVA_DATA}/ports.json`;
  const ports = portsFile.safeParse(readJson(file)).data;
  if (!ports && embedded.database) {
    throw new Error(
      "Nothing was ever started here. Run npm start first, or set DATABASE_URL or BREVDUVA_DATA.",
    );
  }
  const { postgres = 0, jobs = 0, mail = 0 } = ports ?? {};
  const folder = openFolder(settings.BREVDUVA_DATA);
  const secrets = readSecrets(folder);
  const databaseUrl = (name: string, user = { name: "", password: "" }) => {
    const url = new URL(`postgres://127.0.0.1:${postgres}/${name}`);
    url.username = user.name;
    url.password = encodeURIComponent(user.password);
    return url.href;
  };
  Object.assign(
    process.env,
    appEnvironment({ settings, embedded, secrets, ports: { postgres, jobs, mail }, databaseUrl }),
  );
}

const UNMIGRATED = "The database is not of this version, or not of this login. Run npm run db:migrate.";

/** By the code of the system or of PostgreSQL, what an operator can do about it. */
const REMEDIES: Record<string, string> = {
  ECONNREFUSED: "The database does not answer. Is Brevduva running? Start it with npm start.",
  /* No such table or column; and a transaction that could not take its role. */
  "42P01": UNMIGRATED,
  "42703": UNMIGRATED,
  "25P02": UNMIGRATED,
};

/** What a person is told when a command fails: the error's own words, but for a statement those of the database. */
export function explain(error: unknown): string {
  let last = error;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const remedy = "code" in cause ? REMEDIES[String(cause.code)] : undefined;
    if (remedy) return remedy;
    last = cause;
  }
  const shown = error instanceof DrizzleQueryError ? last : error;
  return shown instanceof Error ? shown.message : String(shown);
}
