import { z } from "zod";
import { log } from "./log";
import { startJobServer } from "./server";

const environment = z.object({
  JOBS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  JOBS_PORT: z.coerce.number().int().min(0).max(65535),
  JOBS_APP_URL: z.url({ protocol: /^http$/ }),
  INNGEST_EVENT_KEY: z.string().min(1),
  INNGEST_SIGNING_KEY: z.string().regex(/^signkey-\w+-([0-9a-f]{2})+$/, "must be signkey-NAME-HEX"),
});

const parsed = environment.safeParse(process.env);
if (!parsed.success) {
  log(`the environment is not complete:\n${z.prettifyError(parsed.error)}`);
  process.exit(1);
}

const env = parsed.data;
const server = await startJobServer({
  databaseUrl: env.JOBS_DATABASE_URL,
  port: env.JOBS_PORT,
  appUrl: env.JOBS_APP_URL,
  eventKey: env.INNGEST_EVENT_KEY,
  signingKey: env.INNGEST_SIGNING_KEY,
}).catch((error: unknown) => {
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
