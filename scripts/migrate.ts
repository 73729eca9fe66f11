import { z } from "zod";
import { migrate } from "../lib/db/migrate";
import { explain } from "./start/explain";
import { readSettingsFile } from "./start/settings-file";

const settingsSchema = z.object({ DATABASE_OWNER_URL: z.url(), DATABASE_URL: z.url() });

try {
  readSettingsFile();
  const { DATABASE_OWNER_URL, DATABASE_URL } = readUrls();
  await migrate({ ownerUrl: DATABASE_OWNER_URL, appUrl: DATABASE_URL });
  console.log("The database is up to date.");
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

function readUrls(): z.output<typeof settingsSchema> {
  const settings = settingsSchema.safeParse(process.env);
  if (settings.success) return settings.data;
  const wrong = settings.error.issues.map(({ path }) => path.join(".")).join(" and ");
  throw new Error(
    `Set DATABASE_OWNER_URL (the role that owns the tables) and DATABASE_URL (the login role of the app), each postgres://USER:PASSWORD@HOST/DATABASE. Missing or malformed: ${wrong}.`,
  );
}
