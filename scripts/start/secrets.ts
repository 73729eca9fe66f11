import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { z } from "zod";
import { type DataFolder, readJson, writeJson } from "./folder";

const makers = {
  AUTH_SECRET: () => randomBytes(32).toString("base64url"),
  LINK_KEYS: () => `1:${randomBytes(32).toString("base64url")}`,
  INNGEST_EVENT_KEY: () => randomBytes(24).toString("hex"),
  INNGEST_SIGNING_KEY: () => `signkey-prod-${randomBytes(32).toString("hex")}`,
  RESEND_API_KEY: () => `re_${randomBytes(18).toString("hex")}`,
  RESEND_WEBHOOK_SECRET: () => `whsec_${randomBytes(24).toString("base64")}`,
  APP_DATABASE_PASSWORD: () => randomBytes(24).toString("base64url"),
};

export type Secrets = Record<keyof typeof makers, string>;

/**
 * The secrets of this installation, generated once and readable by its user alone.
 *
 * @throws Error for a person, when those once made cannot be read: new ones would end the links in all mails
 */
export function readSecrets(folder: DataFolder): Secrets {
  const file = folder.file("secrets.json");
  const kept = existsSync(file) ? z.record(z.string(), z.string()).safeParse(readJson(file)).data : {};
  if (!kept)
    throw new Error(`${file} cannot be read. Give it to the user who starts Brevduva, or restore it.`);
  const value = (name: keyof typeof makers) => kept[name] ?? makers[name]();
  const secrets: Secrets = {
    AUTH_SECRET: value("AUTH_SECRET"),
    LINK_KEYS: value("LINK_KEYS"),
    INNGEST_EVENT_KEY: value("INNGEST_EVENT_KEY"),
    INNGEST_SIGNING_KEY: value("INNGEST_SIGNING_KEY"),
    RESEND_API_KEY: value("RESEND_API_KEY"),
    RESEND_WEBHOOK_SECRET: value("RESEND_WEBHOOK_SECRET"),
    APP_DATABASE_PASSWORD: value("APP_DATABASE_PASSWORD"),
  };
  // Not written without need: another user who only reads must not become the owner of the file.
  if (Object.keys(secrets).some((name) => !(name in kept))) writeJson(file, { ...kept, ...secrets }, 0o600);
  return secrets;
}
