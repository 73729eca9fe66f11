import type { z } from "zod";

/** What is wrong with a setting, in plain words; undefined where the schema has its own message. */
export function settingFault(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is not set";
      return issue.expected === "int" ? "a whole number" : `a ${issue.expected}`;
    case "too_small":
      return issue.origin === "string"
        ? `${issue.minimum} characters or more`
        : `${issue.inclusive ? "a number from" : "a number above"} ${issue.minimum}`;
    case "too_big":
      return `a number up to ${issue.maximum}`;
    case "invalid_value":
      return `one of ${issue.values.join(", ")}`;
    case "invalid_format":
      return FORMATS[issue.format];
    default:
      return undefined;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  url: "a whole address, such as https://post.example.org",
  email: "an e-mail address alone, such as utskick@post.example.org",
};
