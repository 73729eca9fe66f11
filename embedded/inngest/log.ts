/** One line to the standard error; the standard output has the ready line alone. */
export function log(message: string): void {
  process.stderr.write(`jobs: ${message}\n`);
}
