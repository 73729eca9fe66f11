import { liftSuppression } from "../lib/addresses/lift";
import { parseAddress } from "../lib/addresses/parse";
import { closeDatabase } from "../lib/db/client";
import { Invalid, NotFound } from "../lib/errors";
import { restoreOffice, suspendOffice } from "../lib/offices/suspend";
import { reportOffices } from "../lib/operator/offices";
import { printOffices, printRates } from "../lib/operator/print";
import { reportRates } from "../lib/operator/rates";
import { readCommandLine } from "./command-line";
import { useInstallation } from "./environment";
import { explainToOperator } from "./explain";

const USAGE = `Usage: npm run operator -- VERB

  offices [--json]                 how each office stands
  rates [--days N] [--json]        bounces and complaints, in the last 7 and 30 days or the last N
  suspend SLUG --reason "…"        stops everything that the office sends, until it is restored
  restore SLUG                     lets a suspended or paused office send again, or opens a deleted one
  lift ADDRESS --reason "…"        unblocks an address, here and at the provider`;

type Options = { reason?: string | undefined; days?: string | undefined; json?: boolean | undefined };

/** `takes`: how many things, a slug or an address, the verb is about. */
const VERBS: Record<string, { takes: number; needs?: keyof Options; run: typeof offices }> = {
  offices: { takes: 0, run: offices },
  rates: { takes: 0, run: rates },
  suspend: { takes: 1, needs: "reason", run: suspend },
  restore: { takes: 1, run: restore },
  lift: { takes: 1, needs: "reason", run: lift },
};

try {
  const options = {
    reason: { type: "string" },
    days: { type: "string" },
    json: { type: "boolean" },
  } as const;
  const { values, positionals } = readCommandLine({ allowPositionals: true, options }, USAGE);
  const [name = "", ...things] = positionals;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb || things.length !== verb.takes || (verb.needs && !values[verb.needs])) throw new Error(USAGE);
  useInstallation();
  console.log(await verb.run(things[0] ?? "", values));
} catch (error) {
  console.error(error instanceof Invalid ? refusal(error) : explainToOperator(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}

async function offices(_: string, { json }: Options): Promise<string> {
  const report = await reportOffices();
  return json ? JSON.stringify(report, null, 2) : printOffices(report);
}

async function rates(_: string, { days, json }: Options): Promise<string> {
  if (days !== undefined && !/^[1-9]\d{0,2}$/.test(days))
    throw new Error("--days is a number from 1 to 999.");
  const report = await reportRates(days === undefined ? [7, 30] : [Number(days)]);
  return json ? JSON.stringify(report, null, 2) : printRates(report);
}

async function suspend(slug: string, { reason = "" }: Options): Promise<string> {
  const changed = await suspendOffice(slug, reason).catch(unknownOffice(`There is no office "${slug}".`));
  if (!changed) return `${slug} was suspended already, for the same reason.`;
  return `suspended ${slug}\nIt sends nothing any more; mailings under way wait until it is restored.`;
}

async function restore(slug: string): Promise<string> {
  const none = `No office "${slug}" is suspended, paused or deleted. After 30 days a deleted one is gone for good.`;
  const restored = await restoreOffice(slug).catch(unknownOffice(none));
  if (restored.kind === "released")
    return `restored ${slug}\nIt may send again, and whatever waited continues.`;
  if (!restored.held) return `restored ${slug}\nIt is open again as it was.`;
  return `restored ${slug}\nIt is open again, but may not send yet. Run the same command once more to let it send.`;
}

async function lift(typed: string, { reason = "" }: Options): Promise<string> {
  const parsed = parseAddress(typed);
  if (!("address" in parsed)) throw new Error(`"${typed}" is not an e-mail address.`);
  const { here, provider, cards, offices: count } = await liftSuppression(parsed.address, reason);
  const places = [here && "here", provider && "at the provider"].filter(Boolean).join(" and ");
  return `lifted ${parsed.address}\nIt was suppressed ${places}. ${cards} cards in ${count} offices are to be confirmed again.`;
}

function unknownOffice(message: string) {
  return (error: unknown): never => {
    throw error instanceof NotFound ? new Error(message) : error;
  };
}

function refusal({ code, values }: Invalid): string {
  const words: Record<string, string> = {
    reasonMissing: "--reason is empty.",
    notSuppressed: "Nothing is known against this address, neither here nor at the provider.",
    providerSilent: "The provider could not be reached. Nothing was changed: try again in a while.",
    providerRefused: `The provider did not do it: ${values.text}. Nothing was changed. Has the API key full access?`,
  };
  return words[code] ?? code;
}
