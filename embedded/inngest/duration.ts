const units: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/**
 * When a sleep ends, in milliseconds since 1970.
 *
 * @param text a duration as the SDK writes it (`1d2h30m10s`, empty for none) or an ISO date.
 * @returns NaN for anything else.
 */
export function dueAfter(text: string, now: number): number {
  if (/^(\d+[wdhms])*$/.test(text)) {
    const parts = text.matchAll(/(\d+)([wdhms])/g);
    return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0), now);
  }
  return Date.parse(text);
}
