/** How a mail in the provider's list, which comes without tags, is recognised. */
export function keyOf(to: string, subject: string): string {
  return `${to.toLowerCase()}\n${subject}`;
}
