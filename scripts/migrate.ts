import { migrate } from "../lib/db/migrate";
import { explain } from "./explain";
import { readSettings } from "./start/settings";
import { readSettingsFile } from "./start/settings-file";

try {
  readSettingsFile();
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl } = readSettings(process.env);
  if (!ownerUrl || !appUrl) {
    throw new Error(
      "Set DATABASE_OWNER_URL (the role that owns the tables) and DATABASE_URL (the login role of the app).",
    );
  }
  await migrate({ ownerUrl, appUrl });
  console.log("The database is up to date.");
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
