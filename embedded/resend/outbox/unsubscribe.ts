import { isLoopback } from "../http";

const ANSWER_WITHIN_MS = 15_000;

/**
 * Where a mail program would post a one-click unsubscribe (RFC 8058): the first web address in
 * `List-Unsubscribe`, when `List-Unsubscribe-Post` allows it. The RFC asks for https; on this machine
 * the program has no certificate, so http is taken when it leads to the machine itself.
 *
 * @param headers the mail's own headers
 */
export function oneClickUrl(headers: Record<string, string>): URL | undefined {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (byName.get("list-unsubscribe-post")?.trim() !== "List-Unsubscribe=One-Click") return undefined;
  const addresses = [...(byName.get("list-unsubscribe") ?? "").matchAll(/<([^<>]*)>/g)].map(
    ([, address = ""]) => address,
  );
  return addresses.map(parse).find((url) => url && (url.protocol === "https:" || isLocal(url)));
}

function parse(address: string): URL | undefined {
  return URL.canParse(address.trim()) ? new URL(address.trim()) : undefined;
}

function isLocal(url: URL): boolean {
  return url.protocol === "http:" && isLoopback(url.hostname);
}

/**
 * Posts the unsubscribe as a mail program does: a form, without cookies, without following redirects.
 *
 * @returns what happened, for a person to read
 */
export async function postOneClick(url: URL): Promise<string> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.body?.cancel();
    return response.ok
      ? `Programmet tog emot det (svar ${response.status}).`
      : `Programmet tog inte emot det (svar ${response.status}).`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `Programmet nåddes inte (${cause instanceof Error ? cause.message : String(cause)}).`;
  }
}
