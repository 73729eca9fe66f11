/** The answer of a form's action that stays on the page: everything that was typed is kept. */
export type FormState<Name extends string = string> = {
  /** What was typed, by field; passwords never come back. */
  values: Partial<Record<Name, string>>;
  /** What is wrong, by field: texts for a person. */
  errors: Partial<Record<Name, string>>;
  /** What is wrong, or was done, with the form as a whole. */
  message?: string;
  /** Of the message; an error where it is left out, unless the form says otherwise. */
  tone?: "success" | "warning" | "error";
};
