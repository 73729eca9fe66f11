import type { Scenario } from "./scenario";
import { clock } from "./scenarios/clock";
import { database } from "./scenarios/database";
import { jobs } from "./scenarios/jobs";
import { outages } from "./scenarios/outage";
import { providerAnswers } from "./scenarios/provider";
import { webhooks } from "./scenarios/webhooks";
import type { World } from "./world";

/**
 * What is played in one process with app, job server and provider; in the tests all of it, one after the
 * other. What lets most time pass comes first: every instant in the databases is moved for it, and each
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
