/**
 * The address of a request with a path that can be decoded; Next answers one that cannot with a bare 500,
 * before our code runs. A percent sign that begins no byte stands for itself, and bytes that are not UTF-8
 * become U+FFFD, as browsers show them (WHATWG URL, "UTF-8 decode without BOM").
 *
 * @param url path and query, as the request has them.
 */
export function wellFormed(url: string): string {
  const end = url.indexOf("?");
  const path = end < 0 ? url : url.slice(0, end);
  if (decodable(path)) return url;
  const bytes = path.replace(/%(?![0-9a-f]{2})/gi, "%25").replace(/(?:%[0-9a-f]{2})+/gi, decodableRun);
  return bytes + url.slice(path.length);
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
