import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/**
 * Watches all answers of this process's servers.
 *
 * @returns what to call when the process is to stop: from then on each answer ends its connection, those that are
 *   under way included. Node by itself goes on serving a connection that it knows, and a proxy goes on using it,
 *   until the process is killed in the middle of an answer.
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
