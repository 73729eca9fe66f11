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
