import { cron } from "inngest";
import { inngest } from "@/lib/events";
import { tellOfRates } from "@/lib/rates/tell";
import { watchRates } from "@/lib/rates/watch";

/** Looks every five minutes how near the rates are to the provider's limits. */
export const watchRatesJob = inngest.createFunction(
  { id: "watch-rates", triggers: cron("*/5 * * * *"), concurrency: [{ limit: 1 }], retries: 1 },
  async ({ step }) => {
    await step.run("watch", watchRates);
    await step.run("tell", tellOfRates);
  },
);
