/** Per cent with three decimals; null when the whole is zero. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((100_000 * part) / whole) / 1000;
}
