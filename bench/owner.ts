import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { z } from "zod";

const portsFile = z.object({ postgres: z.number() });

/** URL by which the owner of an installation's databases logs in. */
export function ownerUrl(data: string, database: string): string {
  const { postgres: port } = portsFile.parse(JSON.parse(readFileSync(join(data, "ports.json"), "utf8")));
  const password = readFileSync(join(data, "postgres", "owner.password"), "utf8").trim();
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** A connection as the database's owner, who makes tables of the bench's own and sees all offices. */
export function ownerConnection(data: string, database = "brevduva"): postgres.Sql {
  return postgres(ownerUrl(data, database), { max: 1, onnotice: () => {} });
}
