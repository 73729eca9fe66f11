import { existsSync } from "node:fs";
import { z } from "zod";
import { migrate } from "../lib/db/migrate";
import { explain } from "./start/explain";

if (existsSync(".env")) process.loadEnvFile(".env");
const settings = z.object({ DATABASE_OWNER_URL: z.url(), DATABASE_URL: z.url() }).safeParse(process.env);
if (!settings.success) {
  console.error(
    "Set DATABASE_OWNER_URL (the role that owns the tables) and DATABASE_URL (the login role of the app).",
  );
  process.exit(1);
}
try {
  await migrate({ ownerUrl: settings.data.DATABASE_OWNER_URL, appUrl: settings.data.DATABASE_URL });
  console.log("The database is up to date.");
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
