/** One measured figure, compared with something that was measured in the same run, or with a limit. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** What it is compared with, in the same unit. */
  baseline: number;
  /** `value` per `baseline`. */
  ratio: number;
  /** The value that the ratio should reach, or not exceed. */
  target: number;
  bound: "at least" | "at most";
};

/** A figure whose ratio should be `target` or more. */
export function atLeast(name: string, unit: string, value: number, baseline: number, target: number): Figure {
  return { name, unit, value, baseline, ratio: value / baseline, target, bound: "at least" };
}

/** A figure whose ratio should be `target` or less. */
export function atMost(name: string, unit: string, value: number, baseline: number, target: number): Figure {
  return { name, unit, value, baseline, ratio: value / baseline, target, bound: "at most" };
}

/** A figure that should not exceed a limit in its own unit, which is the baseline. */
export function within(name: string, unit: string, value: number, limit: number): Figure {
  return atMost(name, unit, value, limit, 1);
}

/** Whether the target is met; a ratio that is not a number, as of zero to zero, misses it. */
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
