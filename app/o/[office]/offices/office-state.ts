import type { FormState } from "@/app/_edge/form-state";

export type OfficeState = FormState<"name" | "email" | "typed">;
