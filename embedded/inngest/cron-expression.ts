import { CronExpressionParser } from "cron-parser";

export type Cron = { problem: string | null; next(after: Date): Date };

/**
 * Reads a cron expression in Inngest's form: five fields, optionally after `TZ=Europe/Helsinki `.
 * Times are UTC without it. `next` gives the first tick strictly later than a time.
 */
export function parseCron(expression: string): Cron {
  const [, zone, fields = ""] = /^(?:TZ=(\S+)\s+)?(.*)$/.exec(expression.trim()) ?? [];
  const next = (after: Date) =>
    CronExpressionParser.parse(fields, { currentDate: after, tz: zone ?? "UTC" })
      .next()
      .toDate();
  if (fields.trim().split(/\s+/).length !== 5) return { problem: "it has not five fields", next };
  try {
    next(new Date(0));
    return { problem: null, next };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "unreadable", next };
  }
}
