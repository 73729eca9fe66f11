/** No letter has so many marks: as many as Unicode lets one have in text that is to be worked on bit by bit. */
const MOST_MARKS = 30;

/** A longer run is taken in parts: the stack on which a pattern goes back has an end. */
const MARKS = /\p{M}{2,5000}/gu;

/**
 * A text with its letters composed (NFC), however long it is. Marks beyond the thirtieth upon one letter are
 * left out (UAX #15, "Stream-Safe Text Format"): to put a run of them in order takes the square of its length,
 * and a form or a file may bring millions.
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
