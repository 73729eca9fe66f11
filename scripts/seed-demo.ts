import { z } from "zod";
import { closeDatabase } from "../lib/db/client";
import { seedDemo } from "./demo/seed";
import { openFolder, writeJson } from "./start/folder";

/* Called by the start script, which has set all the variables of the app. */
const { BREVDUVA_DATA } = z.object({ BREVDUVA_DATA: z.string().min(1).default(".data") }).parse(process.env);

try {
  const login = await seedDemo();
  if (login) writeJson(openFolder(BREVDUVA_DATA).file("demo.json"), login, 0o600);
} finally {
  await closeDatabase();
}
