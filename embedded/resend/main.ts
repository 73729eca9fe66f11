import { startMailServer } from "./server";
import { readSettings } from "./settings";

const log = (line: string) => console.error(`mail: ${line}`);

try {
  const server = await startMailServer(readSettings(process.env), log);
  console.log(`mail ready ${server.url}`);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
