import { TIME_ZONE } from "../../lib/i18n/format";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * A time of day in Finland some days ago: the people of the demo work by day.
 *
 * @param days whole days by the calendar; from 1 on the time is past, whatever the time is now.
 * @param time `18.04`, not between three and four at night, when the clocks change.
 */
export function daysAgo(now: Date, days: number, time: string): Date {
  const [hour = 0, minute = 0] = time.split(".").map(Number);
  const today = wallClock(now);
  const midnight = today - (today % DAY) - days * DAY;
  const wanted = midnight + hour * HOUR + minute * 60_000;
  const ahead = wallClock(new Date(wanted)) - wanted;
  return new Date(wanted - ahead);
}

/** Noon of the last Saturday that is at least so many days ago. */
export function saturdayAgo(now: Date, days: number): Date {
  const weekday = new Date(wallClock(daysAgo(now, days, "12.00"))).getUTCDay();
  return daysAgo(now, days + ((weekday + 1) % 7), "12.00");
}

/** What Finland's clock shows, as milliseconds of the same clock in UTC. */
function wallClock(instant: Date): number {
  const shown = new Intl.DateTimeFormat("sv-SE", {
    timeZone: TIME_ZONE,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(instant);
  return Date.parse(`${shown.replace(" ", "T")}Z`);
}
