/**
 * The body of a request whose sender is not known yet.
 *
 * @param largest bytes; a longer body is not read to its end.
 * @returns null for a longer body.
 */
export async function limitedBody(request: Request, largest: number): Promise<string | null> {
  const told = request.headers.get("content-length");
  if (told !== null && Number(told) > largest) return null;
  /* No more than the declared length arrives. */
  if (told !== null || !request.body) return request.text();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > largest) return null;
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}
