import { log } from "./log";
import { startJobServer } from "./server";
import { readSettings } from "./settings";

async function start() {
  const settings = readSettings(process.env);
  return startJobServer({
    databaseUrl: settings.JOBS_DATABASE_URL,
    port: settings.JOBS_PORT,
    appUrl: settings.JOBS_APP_URL,
    eventKey: settings.INNGEST_EVENT_KEY,
    signingKey: settings.INNGEST_SIGNING_KEY,
  });
}

const server = await start().catch((error: unknown) => {
  log(`cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
process.stdout.write(`jobs ready ${server.url}\n`);

let isStopping = false;
for (const name of ["SIGTERM", "SIGINT"] as const) {
  process.on(name, () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), 5_000).unref();
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
