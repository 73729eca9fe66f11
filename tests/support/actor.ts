import { randomUUID } from "node:crypto";
import type { Colleague } from "@/lib/log-book/record";

/** Somebody who works in the office of a test. */
export const ANNA: Colleague = { kind: "colleague", id: randomUUID(), name: "Anna Ek", from: null };
