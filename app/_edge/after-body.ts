/**
 * Answers only when the whole body has been read, even if it is not needed: if we close the connection while
 * a proxy is still sending, the visitor sees 502 instead of our answer.
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
