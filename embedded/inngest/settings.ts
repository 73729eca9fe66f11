import { z } from "zod";

const schema = z.object({
  JOBS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  JOBS_PORT: z.coerce.number().int().min(0).max(65535),
  JOBS_APP_URL: z.url({ protocol: /^http$/ }),
  INNGEST_EVENT_KEY: z.string().min(1),
  INNGEST_SIGNING_KEY: z.string().regex(/^signkey-\w+-([0-9a-f]{2})+$/),
});

/** What each setting has to be, in plain words. */
const MUST_BE: Readonly<Record<keyof z.input<typeof schema>, string>> = {
  JOBS_DATABASE_URL: "postgres://USER:PASSWORD@HOST/DATABASE",
  JOBS_PORT: "a whole number from 0, which is any free port, to 65535",
  JOBS_APP_URL: "a whole address, such as http://127.0.0.1:3000/api/inngest",
  INNGEST_EVENT_KEY: "a key, of one character or more",
  INNGEST_SIGNING_KEY: "signkey-NAME-HEX",
};

/**
 * The server's settings from environment variables; an empty one counts as not set.
 *
 * @throws Error naming each variable that is missing or malformed, never its value
 */
export function readSettings(variables: NodeJS.ProcessEnv): z.output<typeof schema> {
  const given = Object.entries(variables).filter(([, value]) => value?.trim());
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const names = new Set(result.error.issues.map(({ path }) => path[0] as keyof typeof MUST_BE));
  const lines = [...names].map((name) => `  ${name}: ${MUST_BE[name]}`);
  throw new Error(`Settings of the job server are missing or malformed:\n${lines.join("\n")}`);
}
