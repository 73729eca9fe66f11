import pino from "pino";
import { env } from "@/lib/env";

let logger: pino.Logger | undefined;

/** The program's log: one JSON object a line on standard output, without personal data or secrets. */
export function log(): pino.Logger {
  logger ??= pino({ level: env().LOG_LEVEL, base: undefined });
  return logger;
}
