import fc from "fast-check";

/**
 * The seed of random input: the same in each run, so that results are reproducible. `FUZZ_SEED=…` draws other
 * input.
 */
export const SEED = Number(process.env.FUZZ_SEED ?? 20_260_101);

/** Texts that have broken programs before. */
const KNOWN = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "a\udfffb",
  "\ud800\ud800",
  "\ufeff",
  "\u202eevil",
  "\r\nBcc: x@example.org",
  "\u2028",
  "%",
  "%00",
  "%ff",
  "..",
  "../../etc/passwd",
  "\\",
  "'",
  "';--",
  '"',
  "{{",
  "{{namn",
  "{{namn|{{ort}}}}",
  "<script>alert(1)</script>",
  "javascript:alert(1)",
  "=1+1",
  "null",
  "undefined",
  "NaN",
  "true",
  "-1",
  "0",
  "1e309",
  "9".repeat(40),
  "2147483648",
  "__proto__",
  "constructor",
  "toString",
  "0000-01-01",
  "2026-02-30",
  "9999-12-31",
  "0000-01-01T00:00:00.000000Z_00000000-0000-4000-8000-000000000000",
  "9999-12-31T23:59:59.999999Z_00000000-0000-4000-8000-000000000000",
  "00000000-0000-4000-8000-000000000000",
  "00000000-0000-0000-0000-000000000000",
  "a@example.org",
  "a@example.org\0",
  "å@exämple.org",
  Buffer.from('{"sortName":"\\u0000","id":"00000000-0000-4000-8000-000000000000"}').toString("base64url"),
  Buffer.from('{"sortName":"\\ud800","id":"00000000-0000-4000-8000-000000000000"}').toString("base64url"),
  Buffer.from('{"sortName":"ek eva","id":"00000000-0000-4000-8000-000000000000"}').toString("base64url"),
  Buffer.from("[".repeat(1000)).toString("base64url"),
  "ÅÄÖ 😀 a\u0301",
  "x".repeat(300),
  "å".repeat(5_000),
];

/** Valid values, so that odd ones beside them are reached as well. */
export const goodText = fc.constantFrom(
  "eva.ek@example.org",
  "Eva Ek",
  "Vasa",
  "byns-forening",
  "2026-10-12",
  "sv",
  "confirmed",
);

/** An unexpected text: any code units, including lone surrogates and NUL. */
export const oddText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 1, arbitrary: goodText },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
      .map((units) => String.fromCharCode(...units)),
  },
);

/** Any JSON value, with odd texts in it. */
export const oddValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    oddText,
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, -0, 1e308),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(oddText, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Whether PostgreSQL accepts the text: no NUL and no lone surrogates. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
