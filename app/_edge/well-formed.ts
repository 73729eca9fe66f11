import type { IncomingMessage } from "node:http";

/** More than any browser says of itself. */
const LONGEST_AGENT = 1_000;

/**
 * Makes a request such as Next can take, before it sees it: its address, and the name of the browser, in which
 * Next looks for those of search engines by a pattern that takes the square of its length.
 */
export function mend(request: Pick<IncomingMessage, "url" | "headers">): void {
  request.url = wellFormed(request.url ?? "/");
  const agent = request.headers["user-agent"];
  if (agent) request.headers["user-agent"] = agent.slice(0, LONGEST_AGENT);
}

/** Far more than any page of ours has in its query. */
const MOST_FIELDS = 100;

/**
 * The address of a request as Next can take it.
 *
 * With a path that can be decoded: what Next cannot decode it answers with a bare 500. A percent sign that
 * begins no byte stands for itself, and bytes that are no UTF-8 become U+FFFD, as browsers show them (WHATWG
 * URL, "UTF-8 decode without BOM").
 *
 * With a hundred fields in the query at the most: Next takes the square of their number, several times over, and
 * by some thousand of them anybody could have everybody wait for seconds.
 *
 * @param url path and query, as the request has them.
 */
export function wellFormed(url: string): string {
  const end = url.indexOf("?");
  const path = end < 0 ? url : url.slice(0, end);
  return mended(path) + url.slice(path.length).split("&", MOST_FIELDS).join("&");
}

function mended(path: string): string {
  if (decodable(path)) return path;
  return path.replace(/%(?![0-9a-f]{2})/gi, "%25").replace(/(?:%[0-9a-f]{2})+/gi, decodableRun);
}

function decodableRun(run: string): string {
  if (decodable(run)) return run;
  return encodeURIComponent(Buffer.from(run.replaceAll("%", ""), "hex").toString());
}

function decodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
