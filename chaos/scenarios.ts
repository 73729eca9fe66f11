import type { Scenario } from "./scenario";
import { clock } from "./scenarios/clock";
import { database } from "./scenarios/database";
import { jobs } from "./scenarios/jobs";
import { outages } from "./scenarios/outage";
import { providerAnswers } from "./scenarios/provider";
import { webhooks } from "./scenarios/webhooks";
import type { World } from "./world";

/** All that is played in one process. */
export const SCENARIOS: Scenario<World>[] = [
  providerAnswers,
  ...outages,
  ...webhooks,
  ...jobs,
  ...database,
  ...clock,
];
