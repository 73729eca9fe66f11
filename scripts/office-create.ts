import { z } from "zod";
import { emailSchema, newPasswordSchema } from "../lib/auth/input";
import { mailInvitation } from "../lib/auth/invite";
import { hashPassword } from "../lib/auth/password";
import { closeDatabase } from "../lib/db/client";
import { asAuth } from "../lib/db/tenant";
import { env } from "../lib/env";
import { Invalid } from "../lib/errors";
import { LANGUAGES } from "../lib/i18n/language";
import { insertAdministrator } from "../lib/offices/administrators";
import { insertOffice } from "../lib/offices/create";
import { SLUG } from "../lib/offices/slug";
import { readCommandLine } from "./command-line";
import { useInstallation } from "./environment";
import { explainToOperator } from "./explain";

const USAGE = `Usage: npm run office:create -- --name NAME --admin EMAIL
  [--password PASSWORD] [--parent SLUG] [--slug SLUG] [--language sv|fi|en] [--head]

With --head it may have member offices. Without --password the administrator gets an invitation by mail, and its link is printed.`;

const argumentsSchema = z.object({
  name: z.string().trim().min(1, "--name is missing").max(200, "--name is too long"),
  admin: emailSchema,
  password: newPasswordSchema.optional(),
  parent: z.string().optional(),
  slug: z.string().regex(SLUG, "small letters, digits and hyphens").optional(),
  language: z.enum(LANGUAGES).default("sv"),
  head: z.boolean().default(false),
});

type Arguments = z.output<typeof argumentsSchema>;

const MESSAGES: Record<string, string> = {
  emailWrong: "--admin is not an e-mail address.",
  passwordShort: "--password needs at least 10 characters.",
  passwordSame: "--password repeats too few characters.",
  passwordLong: "--password is too long.",
  passwordCommon: "--password is one that many people use.",
};

try {
  const given = readArguments();
  useInstallation();
  await create(given);
} catch (error) {
  console.error(error instanceof Invalid ? refusal(error) : explainToOperator(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}

function readArguments(): Arguments {
  const text = { type: "string" } as const;
  const options = {
    name: text,
    admin: text,
    password: text,
    parent: text,
    slug: text,
    language: text,
    head: { type: "boolean" },
  } as const;
  const { values } = readCommandLine({ options }, USAGE);
  if (!values.name || !values.admin) throw new Error(USAGE);
  const parsed = argumentsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ message, path }) => MESSAGES[message] ?? `--${path.join(".")}: ${message}`,
  );
  throw new Error(faults.join("\n"));
}

async function create({
  name,
  admin: email,
  password,
  parent,
  slug,
  language,
  head,
}: Arguments): Promise<void> {
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  const made = await asAuth(async (tx) => {
    const office = await insertOffice(tx, { name, slug, language, parentSlug: parent, head });
    const admitted = await insertAdministrator(tx, {
      officeId: office.id,
      email,
      ...(passwordHash && { passwordHash }),
    });
    return { office, admitted };
  });
  const { office, admitted } = made;
  console.log(`office ${office.slug}`);
  console.log(`address ${env().APP_URL}/o/${office.slug}`);
  console.log(
    `login ${email}${password !== undefined && admitted.kind === "password" ? ` password ${password}` : ""}`,
  );
  if (admitted.kind === "known") console.log("This person logs in already; the password is unchanged.");
  if (admitted.kind === "invited") {
    console.log(`invitation ${admitted.invitation.url}`);
    const sent = await mailInvitation(admitted.invitation, { language, officeName: name, inviterName: null });
    console.log(
      sent ? "The invitation was mailed." : "The invitation could not be mailed: pass the link on.",
    );
  }
}

function refusal({ code, values }: Invalid): string {
  if (code === "slugTaken") return `The slug "${values.slug}" is taken. Choose another with --slug.`;
  if (code === "parentUnknown") return `There is no office "${values.slug}".`;
  if (code === "parentIsMember")
    return `"${values.slug}" is a member office, and cannot have any of its own.`;
  return code;
}
