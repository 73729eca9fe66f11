/** What an association adds to the small print of its mails: where it is, and what it wants to say. No line twice. */
export function associationLines({ address, footer }: { address?: string; footer?: string }): string[] {
  const lines = [address, footer].flatMap((text) => text?.split(/\r?\n/) ?? []);
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ""))];
}
