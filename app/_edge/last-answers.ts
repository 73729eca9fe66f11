import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/**
 * Watches all responses of this process's servers.
 *
 * @returns a function to call when the process is asked to stop: from then on each response, including those
 *   under way, closes its connection. Node by itself keeps serving open connections, and a proxy keeps using
 *   them, until the process is killed in the middle of a response.
 */
export function watchAnswers(): () => void {
  const open = new Set<ServerResponse>();
  let stopping = false;
  subscribe("http.server.request.start", (message) => {
    const { response } = message as { response: ServerResponse };
    if (stopping) return endWith(response);
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  return () => {
    stopping = true;
    open.forEach(endWith);
  };
}

function endWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
