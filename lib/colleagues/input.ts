import { z } from "zod";
import { emailSchema } from "@/lib/auth/input";
import { RIGHTS } from "@/lib/auth/rights";

/** What a colleague may do: an administrator everything, others what is given per program. */
export const rightsSchema = z.object({
  role: z.enum(["administrator", "colleague"]),
  register: z.enum(RIGHTS),
  mailings: z.enum(RIGHTS),
});

export type ColleagueRights = z.output<typeof rightsSchema>;

/** Whom to invite, and to what. */
export const invitationSchema = rightsSchema.extend({ email: emailSchema });
