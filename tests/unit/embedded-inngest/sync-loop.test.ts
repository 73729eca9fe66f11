import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSyncLoop, type SyncLoop } from "@/embedded/inngest/sync";

/** What the app answers, how long it takes, when it was asked, and how often at the same time. */
let problem: string | null;
let takes: number;
let asked: number[];
let most: number;
let loop: SyncLoop;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  problem = null;
  takes = 100;
  asked = [];
  most = 0;
  let underWay = 0;
  loop = createSyncLoop(async () => {
    asked.push(Date.now());
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, takes));
    underWay--;
    return problem;
  });
});
afterEach(() => {
  loop.stop();
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

test("an app is asked again after a second until it has answered, and each half minute after that", async () => {
  problem = "away";
  loop.start();
  await seconds(2.5);
  problem = null;
  await seconds(31.5);
  expect(asked).toEqual([0, 1100, 2200, 3300, 33_400]);
});

test("a hint is followed soon, many at once by one question, and none after the end", async () => {
  loop.start();
  await seconds(0.4);
  for (let hint = 0; hint < 5; hint++) loop.soon();
  await seconds(5);
  loop.soon();
  await seconds(5);
  expect(asked).toEqual([0, 1000, 5400]);
  loop.soon();
  loop.stop();
  loop.soon();
  await seconds(100);
  expect(asked).toHaveLength(3);
});

test("whoever wants to know at once is told of a question asked after theirs, and no two are under way", async () => {
  takes = 300;
  loop.start();
  await seconds(0.1);
  problem = "too old";
  const answer = loop.now();
  await seconds(0.3);
  problem = "another version";
  await seconds(0.3);
  expect(asked).toEqual([0, 300]);
  expect(await answer).toBe("another version");
  expect(most).toBe(1);
});
