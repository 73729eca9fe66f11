import { readLogo } from "@/lib/offices/logo";

type Context = { params: Promise<{ id: string }> };

/** A picture in a mail: for everybody who has its address, for ever the same. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const logo = await readLogo((await params).id);
  if (!logo) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(new Uint8Array(logo.content), {
    headers: {
      "content-type": logo.type,
      "cache-control": "public, max-age=31536000, immutable",
      "cross-origin-resource-policy": "cross-origin",
    },
  });
}
