/** Writes one line to standard error; standard output has only the ready line. */
export function log(message: string): void {
  process.stderr.write(`jobs: ${message}\n`);
}
