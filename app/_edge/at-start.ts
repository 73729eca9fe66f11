import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { watchAnswers } from "@/app/_edge/last-answers";
import { mend } from "@/app/_edge/well-formed";
import { refuseMightyRole } from "@/lib/db/guard";
import { env } from "@/lib/env";
import { refuseWeakSecrets } from "@/lib/weak-secrets";

/** Exit code for a refused start: EX_CONFIG of sysexits.h. */
const REFUSED = 78;

/**
 * Runs before the first request. Ends the program when settings are missing, a secret could be guessed, the
 * database cannot be reached, or its role could bypass row-level security. Next itself would go on and answer
 * every request with 500.
 */
export async function atStart(): Promise<void> {
  try {
    refuseWeakSecrets(env());
    await refuseMightyRole();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(REFUSED);
  }
  mendRequests();
  const stop = watchAnswers();
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, stop);
}

/**
 * Repairs requests before Next sees them: Node publishes each request as soon as its headers have been
 * read.
 */
function mendRequests(): void {
  subscribe("http.server.request.start", (message) => {
    mend((message as { request: IncomingMessage }).request);
  });
}
