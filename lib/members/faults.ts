import type { z } from "zod";
import { ADDRESS_FAULTS } from "@/lib/addresses/parse";

/** What can be wrong with a card; each has a sentence in the messages (`members.faults`). */
export const FAULT_CODES = [
  ...ADDRESS_FAULTS,
  "tooLong",
  "nameless",
  "language",
  "roundedNumber",
  "ambiguous",
  "tooManyCells",
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

export type Fault = {
  /** A field of the card, or `row` for the row as a whole. */
  field: string;
  code: FaultCode;
  values: Record<string, string | number>;
};

/** The faults that our schemas reported, in the order of the fields. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.map((issue) => {
    const params = issue.code === "custom" ? (issue.params ?? {}) : {};
    const { code, ...values } = params as { code?: FaultCode } & Fault["values"];
    return { field: String(issue.path[0] ?? "row"), code: code ?? "tooLong", values };
  });
}
