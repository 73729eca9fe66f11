/** More combining marks than any real letter has: the limit that Unicode sets for text in a stream. */
const MOST_MARKS = 30;

/** Longer runs are matched in parts, because the regular expression's stack for backtracking is limited. */
const MARKS = /\p{M}{2,5000}/gu;

/**
 * A text with its letters composed (NFC), in linear time. Marks beyond the thirtieth on one letter are
 * dropped (UAX #15, "Stream-Safe Text Format"): ordering a run of them takes quadratic time, and a form or a
 * file may contain millions.
 */
export function composed(text: string): string {
  let left = text;
  for (;;) {
    const fewer = left.replace(MARKS, fewMarks);
    if (fewer.length === left.length) return left.normalize("NFC");
    left = fewer;
  }
}

function fewMarks(run: string): string {
  return run.length <= MOST_MARKS ? run : Array.from(run).slice(0, MOST_MARKS).join("");
}
