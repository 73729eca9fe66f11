import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES =
  "app lib emails inngest messages scripts embedded package.json package-lock.json proxy.ts instrumentation.ts next.config.ts postcss.config.mjs tsconfig.json global.d.ts".split(
    " ",
  );

/** Checks the signature of an event and does nothing else. */
const VERIFY_ONLY = `
import { Resend } from "resend";
import { env } from "@/lib/env";

const resend = new Resend("re_bench");

export async function POST(request: Request): Promise<Response> {
  const header = (name: string) => request.headers.get("svix-" + name) ?? "";
  resend.webhooks.verify({
    payload: await request.text(),
    headers: { id: header("id"), timestamp: header("timestamp"), signature: header("signature") },
    webhookSecret: env().RESEND_WEBHOOK_SECRET[0] ?? "",
  });
  return Response.json({ ok: true });
}
`;

export const VERIFY_ONLY_PATH = "/api/webhooks/verify-only";

/**
 * A copy of the sources in a temporary folder with an additional route, which is therefore never shipped. It
 * uses our packages.
 *
 * @returns the folder, and the function that removes it.
 */
export function copyWithVerifyOnly(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "brevduva-bench-build-"));
  for (const source of SOURCES) cpSync(join(root, source), join(folder, source), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const config = join(folder, "next.config.ts");
  /* The packages lie outside the folder. */
  const wider = 'const config: NextConfig = {\n  turbopack: { root: "/" },';
  const changed = readFileSync(config, "utf8").replace("const config: NextConfig = {", wider);
  if (!changed.includes(wider)) throw new Error("next.config.ts is not as the bench knows it");
  writeFileSync(config, changed);
  const route = join(folder, "app", VERIFY_ONLY_PATH);
  mkdirSync(route, { recursive: true });
  writeFileSync(join(route, "route.ts"), VERIFY_ONLY);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
