import type { Scenario } from "./scenario";
import { clock } from "./scenarios/clock";
import { database } from "./scenarios/database";
import { jobs } from "./scenarios/jobs";
import { outages } from "./scenarios/outage";
import { providerAnswers } from "./scenarios/provider";
import { webhooks } from "./scenarios/webhooks";
import type { World } from "./world";

/**
 * Scenarios that are played in one process with app, job server and provider; in the tests one after the
 * other. Those that let most time pass come first, because every instant in the databases is moved, and each
 * scenario leaves more of them behind.
 */
export const SCENARIOS: Scenario<World>[] = [
  ...clock,
  ...outages,
  ...jobs,
  ...database,
  providerAnswers,
  ...webhooks,
];
