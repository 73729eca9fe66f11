import type { IncomingMessage } from "node:http";

/** More than any browser says of itself. */
const LONGEST_AGENT = 1_000;

/**
 * Makes a request one that Next can handle, before Next sees it: its address, and the browser's name, in which
 * Next looks for search engines by a pattern whose cost grows with the square of its length.
 */
export function mend(request: Pick<IncomingMessage, "url" | "headers">): void {
  request.url = wellFormed(request.url ?? "/");
  const agent = request.headers["user-agent"];
  if (agent) request.headers["user-agent"] = agent.slice(0, LONGEST_AGENT);
}

/** Far more than any page of ours has in its query. */
const MOST_FIELDS = 100;

/**
 * The address of a request as Next can handle it.
 *
 * With a path that can be decoded; Next answers one that cannot with a bare 500, before our code runs. A percent
 * sign that begins no byte stands for itself, and bytes that are not UTF-8 become U+FFFD, as browsers show them
 * (WHATWG URL, "UTF-8 decode without BOM").
 *
 * With at most a hundred fields in the query: the work that Next does grows with the square of their number, and
 * with some thousands of them anybody could make everybody wait for seconds.
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
