/** One measured figure, compared with something that was measured in the same run. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** What it is compared with, in the same unit. */
  baseline: number;
  ratio: number;
  /** The ratio is to be at least this. */
  target: number;
};

export function meets({ ratio, target }: Figure): boolean {
  return ratio >= target;
}

/** `value` per unit of `baseline`. */
export function figure(name: string, unit: string, value: number, baseline: number, target: number): Figure {
  return { name, unit, value, baseline, ratio: value / baseline, target };
}

export function printTable(figures: Figure[]): void {
  console.table(
    Object.fromEntries(
      figures.map((one) => [
        one.name,
        {
          value: Math.round(one.value),
          baseline: Math.round(one.baseline),
          unit: one.unit,
          ratio: Number(one.ratio.toFixed(2)),
          target: `≥ ${one.target}`,
          pass: meets(one),
        },
      ]),
    ),
  );
}
