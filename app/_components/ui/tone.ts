/**
 * The families of colour. `underway` and `waiting`: on its way; `arrived`: came through; `failed` and
 * `neutral`: did not, or is not known; `declined`: the receiver does not want it.
 */
export const TONES = {
  underway: "bg-underway-soft text-underway",
  waiting: "bg-waiting-soft text-waiting",
  arrived: "bg-arrived-soft text-arrived",
  failed: "bg-failed-soft text-failed",
  declined: "bg-declined-soft text-declined",
  neutral: "bg-neutral-soft text-neutral",
} as const;

/** The same families as surfaces, for bars. */
export const TONE_BARS: Record<Tone, string> = {
  underway: "bg-underway",
  waiting: "bg-waiting",
  arrived: "bg-arrived",
  failed: "bg-failed",
  declined: "bg-declined",
  neutral: "bg-neutral",
};

export type Tone = keyof typeof TONES;
