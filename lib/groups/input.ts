import { z } from "zod";
import { cleanLine } from "@/lib/members/input";

/** A group: its name, its member offices, and the colleagues who look after them. */
export const groupSchema = z.object({
  name: z.string().transform(cleanLine).pipe(z.string().min(1).max(200)),
  offices: z.array(z.uuid()).max(5_000),
  administrators: z.array(z.uuid()).max(1_000),
});

export type GroupInput = z.output<typeof groupSchema>;
