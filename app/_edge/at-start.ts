import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { watchAnswers } from "@/app/_edge/last-answers";
import { mend } from "@/app/_edge/well-formed";
import { refuseMightyRole } from "@/lib/db/guard";
import { env } from "@/lib/env";
import { refuseWeakSecrets } from "@/lib/weak-secrets";

/** Exit code of a program that has refused to start, as sysexits.h calls it: EX_CONFIG. */
const REFUSED = 78;

/**
 * What is done before the first request. Ends the program when settings are missing, when a secret could be
 * guessed, when the database cannot be asked, or when its role could pass by row-level security: Next
 * itself would go on and answer every request with 500.
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

/** Before Next sees a request: Node tells of each as soon as its head has been read. */
function mendRequests(): void {
  subscribe("http.server.request.start", (message) => {
    mend((message as { request: IncomingMessage }).request);
  });
}
