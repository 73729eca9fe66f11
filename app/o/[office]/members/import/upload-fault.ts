import { z } from "zod";
import { FILE_FAULTS } from "@/lib/members/import/file-faults";

/** Why an upload was refused, as it stands in the address. */
export const uploadFaultSchema = z.enum(["missing", ...FILE_FAULTS]);

export type UploadFault = z.output<typeof uploadFaultSchema>;
