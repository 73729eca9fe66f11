import { createHash, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type postgres from "postgres";
import { outcomeOf, type Receiver, receiverOf, suppressedAfter } from "../receivers";
import type { Settings } from "../settings";
import {
  claimIdempotencyKey,
  countSoftMails,
  insertRequest,
  type NewEmail,
  type NewEvent,
} from "../store/accept";
import { type Origin, suppressedAmong } from "../store/suppressions";
import { addressIn } from "./addresses";
import { ApiError, invalid } from "./errors";
import { type Mail, parseMail } from "./mail";

const MAX_BATCH = 100;
const deflate = promisify(deflateRaw);

export type SendRequest = {
  path: string;
  /** The body as it came. */
  raw: Buffer;
  body: unknown;
  idempotencyKey: string | undefined;
  permissive: boolean;
};

type Checked = {
  mails: { mail: Mail; position: number | null }[];
  errors?: { index: number; message: string }[];
};

/** `POST /emails` and `POST /emails/batch`: checks, commits, then answers. */
export class Sending {
  /** Keys of requests that are being carried out. */
  private readonly inFlight = new Set<string>();

  constructor(
    private readonly sql: postgres.Sql,
    private readonly settings: Settings,
  ) {}

  /** @throws ApiError when the mail is not accepted */
  async send(request: SendRequest): Promise<unknown> {
    const key = request.idempotencyKey;
    if (key === undefined) return this.carryOut(request, null);
    if (key.length < 1 || key.length > 256) {
      throw new ApiError(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
    }
    if (this.inFlight.has(key)) {
      throw new ApiError(
        409,
        "concurrent_idempotent_requests",
        "Same idempotency key used while original request is still in progress.",
      );
    }
    this.inFlight.add(key);
    try {
      return await this.carryOut(request, key);
    } finally {
      this.inFlight.delete(key);
    }
  }

  private async carryOut(request: SendRequest, key: string | null): Promise<unknown> {
    const { mails, errors } = request.path === "/emails" ? single(request.body) : batch(request);
    const emails = mails.map(({ mail, position }) => newEmail(mail, position));
    const ids = emails.map(({ id }) => ({ id }));
    const answer = request.path === "/emails" ? ids[0] : { data: ids, ...(errors && { errors }) };
    const webhooks = this.settings.webhookUrl ? this.settings : undefined;
    const deflated = await deflate(request.raw, { level: 1 });
    return this.sql.begin(async (tx) => {
      if (key !== null) {
        const fingerprint = createHash("sha256")
          .update(`${request.path}\n`)
          .update(request.raw)
          .digest("hex");
        const known = await claimIdempotencyKey(tx, key, fingerprint, answer);
        if (known && known.fingerprint === fingerprint) return known.answer;
        if (known) {
          throw new ApiError(
            409,
            "invalid_idempotent_request",
            "Same idempotency key used with a different request payload.",
          );
        }
      }
      const events = await this.plan(tx, emails);
      await insertRequest(
        tx,
        { id: randomUUID(), body: deflated, idempotencyKey: key },
        emails,
        events,
        webhooks,
      );
      return answer;
    });
  }

  /** What will happen to the mails: a suppressed address gets nothing, not even `email.sent`. */
  private async plan(tx: postgres.TransactionSql, emails: NewEmail[]): Promise<NewEvent[]> {
    const receivers = emails.map((email) => email.receivers.map(receiverOf));
    const suppressed = await suppressedAmong(tx, [...new Set(emails.flatMap((email) => email.receivers))]);
    const open = receivers.map((group) => group.filter(({ address }) => !suppressed.has(address)));
    const mailNumbers = await numberSoftMails(tx, open.flat());
    return emails.flatMap((email, index) => {
      const group = open[index] ?? [];
      const outcomes = group.flatMap((receiver) =>
        outcomeOf(receiver, mailNumbers.next(receiver), this.settings).map((event) => ({
          ...event,
          emailId: email.id,
          receiver: receiver.address,
        })),
      );
      return [
        ...(group.length > 0 ? [{ emailId: email.id, receiver: null, type: "email.sent", afterMs: 0 }] : []),
        ...email.receivers.flatMap((address) => suppression(email.id, address, suppressed.get(address))),
        ...outcomes,
      ];
    });
  }
}

function suppression(emailId: string, receiver: string, origin: Origin | undefined): NewEvent[] {
  if (!origin) return [];
  return [
    {
      emailId,
      receiver,
      type: "email.suppressed",
      afterMs: 0,
      detail: { suppressed: suppressedAfter(origin) },
    },
  ];
}

async function numberSoftMails(tx: postgres.TransactionSql, receivers: Receiver[]) {
  const counts = new Map<string, number>();
  for (const { address, softBounces } of receivers) {
    if (softBounces > 0) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  const totals = await countSoftMails(tx, counts);
  const numbers = new Map(
    [...totals].map(([address, total]) => [address, total - (counts.get(address) ?? 0)]),
  );
  return {
    next({ address }: Receiver): number {
      const number = (numbers.get(address) ?? 0) + 1;
      numbers.set(address, number);
      return number;
    },
  };
}

function newEmail(mail: Mail, position: number | null): NewEmail {
  const written = [...mail.to, ...(mail.cc ?? []), ...(mail.bcc ?? [])];
  const receivers = [...new Set(written.map((entry) => (addressIn(entry) ?? entry).toLowerCase()))];
  return { id: randomUUID(), position, mail, receivers };
}

function single(body: unknown): Checked {
  return { mails: [{ mail: parseMail(body, false), position: null }] };
}

function batch({ body, permissive }: SendRequest): Checked {
  if (!Array.isArray(body)) throw invalid("The batch must be an array of emails.");
  if (body.length === 0) throw invalid("The batch must contain at least one email.");
  if (body.length > MAX_BATCH) throw invalid(`The batch can contain at most ${MAX_BATCH} emails.`);
  const mails: Checked["mails"] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, input] of body.entries()) {
    try {
      mails.push({ mail: parseMail(input, true), position: index });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!permissive)
        throw new ApiError(error.statusCode, error.code, `Email at index ${index}: ${error.message}`);
      errors.push({ index, message: error.message });
    }
  }
  return permissive ? { mails, errors } : { mails };
}
