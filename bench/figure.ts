/** One measured figure, compared with something that was measured in the same run, or with a limit. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** What it is compared with, in the same unit. */
  baseline: number;
  /** `value` per `baseline`. */
  ratio: number;
  /** What the ratio is to reach, or not to pass. */
  target: number;
  bound: "at least" | "at most";
};

/** The ratio is to be `target` or more. */
export function atLeast(name: string, unit: string, value: number, baseline: number, target: number): Figure {
  return { name, unit, value, baseline, ratio: value / baseline, target, bound: "at least" };
}

/** The ratio is to be `target` or less. */
export function atMost(name: string, unit: string, value: number, baseline: number, target: number): Figure {
  return { name, unit, value, baseline, ratio: value / baseline, target, bound: "at most" };
}

/** The value is not to pass a limit of its own unit, which stands as the baseline. */
export function within(name: string, unit: string, value: number, limit: number): Figure {
  return atMost(name, unit, value, limit, 1);
}

/** A ratio that is no number, as of nothing to nothing, meets nothing. */
export function meets({ ratio, target, bound }: Figure): boolean {
  return bound === "at least" ? ratio >= target : ratio <= target;
}

/** A figure as one line of JSON. */
export function jsonLine(figure: Figure): string {
  const { name, value, unit, baseline, ratio, target } = figure;
  return JSON.stringify({
    name,
    value: short(value),
    unit,
    baseline: short(baseline),
    ratio: short(ratio),
    target,
    pass: meets(figure),
  });
}

export function printTable(figures: Figure[]): void {
  console.table(
    Object.fromEntries(
      figures.map((one) => [
        one.name,
        {
          value: short(one.value),
          baseline: short(one.baseline),
          unit: one.unit,
          ratio: short(one.ratio),
          target: `${one.bound === "at least" ? "≥" : "≤"} ${one.target}`,
          pass: meets(one),
        },
      ]),
    ),
  );
}

/** Digits beyond these are noise. */
function short(number: number): number {
  return Math.abs(number) >= 1000 ? Math.round(number) : Number(number.toPrecision(4));
}
