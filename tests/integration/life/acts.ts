import type { Act } from "@/tests/integration/life/acts/drawn";
import { MAILINGS } from "@/tests/integration/life/acts/mailings";
import { ALONE, OUTSIDE } from "@/tests/integration/life/acts/outside";
import { PEOPLE } from "@/tests/integration/life/acts/people";
import { REGISTER } from "@/tests/integration/life/acts/register";

/** The jobs, each of which may die. */
const JOBS: Record<string, Act> = {
  async "a job is doubled"(life, [a]) {
    life.jobs.double(a);
  },
  "a job runs": (life, [a, , c], how) => life.jobs.takeUp(a, how, c % 3 === 0),
  async "jobs run"(life, [a]) {
    for (let left = life.jobs.waiting.length; left > 0; left--) await life.jobs.takeUp(a, {}, false);
  },
  drain: (life, _draws, how) => life.jobs.cron("drain", how),
  sweep: (life, _draws, how) => life.jobs.cron("sweep", how),
  retry: (life, _draws, how) => life.jobs.cron("retry", how),
  "start scheduled": (life, _draws, how) => life.jobs.cron("start", how),
  async "the job server is down"(life, [a]) {
    life.jobs.down = a % 2 === 0;
  },
};

/** The act that a step is reduced to when a failing case is shrunk. */
const NOTHING: Record<string, Act> = { async nothing() {} };

/** Acts that may happen at the same time. */
export const ACTS: Record<string, Act> = {
  ...NOTHING,
  ...REGISTER,
  ...MAILINGS,
  ...PEOPLE,
  ...OUTSIDE,
  ...JOBS,
};

/** All that may be done. */
export const ALL: Record<string, Act> = { ...ACTS, ...ALONE };

/** Whether an act handles its own failure. */
export const meetsItsFate = (what: string): boolean => what in JOBS || what in OUTSIDE || what in ALONE;

/** Weights of acts that are drawn more than once as often. */
export const OFTEN: Record<string, number> = {
  "change a card": 3,
  "take an address off and put it back": 3,
  "ask for confirmation": 6,
  "click confirm": 6,
  send: 8,
  "a job runs": 10,
  "jobs run": 6,
  drain: 4,
  sweep: 4,
  retry: 5,
  "the provider fails": 4,
  "the provider refuses somebody": 2,
  "the provider tells": 10,
  "a receiver acts": 7,
  "time passes": 6,
  restore: 3,
  resume: 2,
};
