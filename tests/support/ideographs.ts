/** A string of different ideographs, which Punycode encodes by their distances. */
export function ideographs(count: number): string {
  return Array.from({ length: count }, (_, place) =>
    String.fromCharCode(0x4e00 + ((place * 7919) % 20_000)),
  ).join("");
}
