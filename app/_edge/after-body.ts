/**
 * Answers once the body has been read to its end, though nobody may want it: whoever is refused while a proxy is
 * still sending is told of a bad gateway instead, as we hang up on the proxy.
 *
 * @param largest bytes; the rest of a longer body is not waited for.
 */
export async function afterBody(
  request: Request,
  largest: number,
  answer: () => Promise<Response>,
): Promise<Response> {
  const answered = await answer();
  if (request.body && !request.bodyUsed) await drop(request.body, largest);
  return answered;
}

async function drop(body: ReadableStream<Uint8Array>, largest: number): Promise<void> {
  let size = 0;
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done && size <= largest; part = await reader.read()) {
      size += part.value.length;
    }
  } catch {
    // Whoever sent it has gone.
  }
}
