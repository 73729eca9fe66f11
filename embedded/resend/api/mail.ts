import { z } from "zod";
import { addressIn } from "./addresses";
import { ApiError, invalid } from "./errors";

const ADDRESS_FORM =
  "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";
const MAX_RECEIVERS = 50;
/** Resend's limit for one mail, attachments included, in characters of its body. */
const MAX_CONTENT = 40_000_000;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const addresses = z.union([z.string(), z.array(z.string())]).nullish();
const content = z.string().nullish();

const shape = z.object({
  from: z.string().nullish(),
  to: addresses,
  cc: addresses,
  bcc: addresses,
  reply_to: addresses,
  subject: z.string().nullish(),
  html: content,
  text: content,
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  attachments: z.array(z.looseObject({})).nullish(),
  scheduled_at: z.string().nullish(),
  template: z.looseObject({}).nullish(),
});

export type Tag = { name: string; value: string };

export type Mail = {
  from: string;
  to: string[];
  cc: string[] | null;
  bcc: string[] | null;
  replyTo: string[] | null;
  subject: string;
  tags: Tag[];
};

/**
 * One mail of a request, checked by Resend's rules.
 *
 * @param inBatch whether it came with others, where attachments are not allowed
 * @throws ApiError naming the first field that is missing or invalid
 */
export function parseMail(input: unknown, inBatch: boolean): Mail {
  const parsed = shape.safeParse(input);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    throw invalid(
      field === undefined
        ? "The email must be an object."
        : `The \`${String(field)}\` field has the wrong type.`,
    );
  }
  const mail = parsed.data;
  refuseUnsupported(mail, inBatch);
  if (!mail.from) throw missing("from");
  const to = list(mail.to);
  if (!to || to.length === 0) throw missing("to");
  if (!mail.subject) throw missing("subject");
  if (!mail.html && !mail.text) throw missing("html` or `text");
  if (!addressIn(mail.from))
    throw new ApiError(422, "invalid_from_address", `Invalid \`from\` field. ${ADDRESS_FORM}`);
  checkSubject(mail.subject);
  checkHeaders(mail.headers ?? {});
  checkTags(mail.tags ?? []);
  if ((mail.html?.length ?? 0) + (mail.text?.length ?? 0) > MAX_CONTENT)
    throw invalid("The email is larger than 40 MB.");
  return {
    from: mail.from,
    to: receivers("to", to),
    cc: optional("cc", mail.cc),
    bcc: optional("bcc", mail.bcc),
    replyTo: optional("reply_to", mail.reply_to),
    subject: mail.subject,
    tags: mail.tags ?? [],
  };
}

function refuseUnsupported(mail: z.output<typeof shape>, inBatch: boolean): void {
  if (inBatch && mail.attachments?.length)
    throw invalid("The `attachments` field is not supported in batch sending.");
  if (mail.scheduled_at) throw invalid("The `scheduled_at` field is not supported by this mail server.");
  if (mail.template) throw invalid("The `template` field is not supported by this mail server.");
}

function missing(field: string): ApiError {
  return new ApiError(422, "missing_required_field", `Missing \`${field}\` field.`);
}

function list(value: string | string[] | null | undefined): string[] | null {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? [value] : value;
}

function receivers(field: string, entries: string[]): string[] {
  if (entries.length > MAX_RECEIVERS) {
    throw invalid(`The \`${field}\` field can contain at most ${MAX_RECEIVERS} email addresses.`);
  }
  if (!entries.every(addressIn)) throw invalid(`Invalid \`${field}\` field. ${ADDRESS_FORM}`);
  return entries;
}

function optional(field: string, value: string | string[] | null | undefined): string[] | null {
  const entries = list(value);
  return entries && entries.length > 0 ? receivers(field, entries) : null;
}

function checkSubject(subject: string): void {
  if (/[\r\n]/.test(subject)) throw invalid("The `\\n` is not allowed in the `subject` field.");
  if (/[\0\p{Cs}]/u.test(subject)) throw invalid("Invalid `subject` field.");
}

function checkHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name) || /[\r\n\0]/.test(value))
      throw invalid(`Invalid \`headers\` field: \`${name}\`.`);
  }
}

function checkTags(tags: Tag[]): void {
  for (const { name, value } of tags) {
    if (!TAG.test(name) || !TAG.test(value)) {
      throw invalid(
        "Tags should only contain ASCII letters, numbers, underscores, or dashes, and at most 256 characters.",
      );
    }
  }
}
