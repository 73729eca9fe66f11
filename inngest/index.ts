import { drain } from "@/inngest/drain-inbox";
import { prepare } from "@/inngest/prepare-mailing";
import { refreshMailing } from "@/inngest/refresh-mailing";
import { retrySoftBounces } from "@/inngest/retry-soft-bounces";
import { sendChunk } from "@/inngest/send-chunk";
import { startScheduled } from "@/inngest/start-scheduled";
import { sweepLost } from "@/inngest/sweep-lost";
import { takeBackAskingJob } from "@/inngest/take-back-asking";
import { tellMissed } from "@/inngest/tell-missed";
import { watchRatesJob } from "@/inngest/watch-rates";

/** Every function that the job server calls. */
export const functions = [
  prepare,
  sendChunk,
  drain,
  retrySoftBounces,
  refreshMailing,
  startScheduled,
  tellMissed,
  takeBackAskingJob,
  sweepLost,
  watchRatesJob,
];
