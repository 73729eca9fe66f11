import { pingDatabase } from "@/lib/db/ping";
import { env } from "@/lib/env";

type Part = "ok" | "down";
export type Health = { status: "ok" | "down"; database: Part; jobs: Part; mail: Part };

const PATIENCE = 3000;
const INNGEST_CLOUD = "https://inn.gs";
const INNGEST_DEV_SERVER = "http://127.0.0.1:8288";

let looking: Promise<Health> | undefined;

/**
 * Whether the app and the services it depends on can be reached. Takes three seconds at most and never
 * throws. A provider that answers at all, even with a refusal, counts as reached. Anybody may ask: requests
 * of the same moment share one check, so that a crowd here does not become one at the provider.
 */
export function checkHealth(): Promise<Health> {
  looking ??= look().finally(() => {
    looking = undefined;
  });
  return looking;
}

async function look(): Promise<Health> {
  const [database, jobs, mail] = await Promise.all([
    part(pingDatabase),
    part(() => reach(new URL("/health", jobsUrl()))),
    part(() => reach(new URL(env().RESEND_BASE_URL))),
  ]);
  const status = [database, jobs, mail].every((state) => state === "ok") ? "ok" : "down";
  return { status, database, jobs, mail };
}

/** Interprets the variables as the SDK does: INNGEST_DEV is an address, or just "on". */
function jobsUrl(): string {
  const { INNGEST_BASE_URL, INNGEST_DEV } = env();
  if (INNGEST_BASE_URL) return INNGEST_BASE_URL;
  if (!INNGEST_DEV || ["0", "false"].includes(INNGEST_DEV.toLowerCase())) return INNGEST_CLOUD;
  return URL.canParse(INNGEST_DEV) ? INNGEST_DEV : INNGEST_DEV_SERVER;
}

async function reach(url: URL): Promise<void> {
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  await answer.body?.cancel();
  if (answer.status >= 500) throw new Error(`${url.host} answers ${answer.status}`);
}

async function part(check: () => Promise<void>): Promise<Part> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(reject, PATIENCE, new Error("no answer"));
    });
    await Promise.race([check(), late]);
    return "ok";
  } catch {
    return "down";
  } finally {
    clearTimeout(timer);
  }
}
