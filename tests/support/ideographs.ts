/** So many letters that ASCII writes by their distances from each other, hardly two of them the same. */
export function ideographs(count: number): string {
  return Array.from({ length: count }, (_, place) =>
    String.fromCharCode(0x4e00 + ((place * 7919) % 20_000)),
  ).join("");
}
