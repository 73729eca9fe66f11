import { expect, test } from "vitest";
import { fromHeader, providerMail } from "@/lib/mail/envelope";

test.each([
  ["Byns ungdomsförening", "Byns ungdomsförening via Brevduva <p@b.fi>"],
  ["Byns r.f.", '"Byns r.f. via Brevduva" <p@b.fi>'],
  ['Ab "Evil" <x@y.fi>', '"Ab Evil x@y.fi via Brevduva" <p@b.fi>'],
  ["a\r\nBcc: b@c.fi", '"a Bcc: b@c.fi via Brevduva" <p@b.fi>'],
  ["a\\", "a via Brevduva <p@b.fi>"],
  ["  ", "Brevduva <p@b.fi>"],
])("%j is sent from %s", (name, from) => {
  expect(fromHeader(name, "p@b.fi")).toBe(from);
});

test("asks for no answers by machine, and offers one-click unsubscribe over https and on one's own machine", () => {
  const rendered = { subject: "s", html: "h", text: "t" };
  const envelope = { to: "a@x.fi", officeName: "Byns", replyTo: null, attemptId: null };
  const headers = (oneClickUrl: string | null) =>
    Object.keys(providerMail({ ...envelope, oneClickUrl }, rendered, "p@b.fi").headers);
  const quiet = ["X-Auto-Response-Suppress"];
  const automatic = [...quiet, "Auto-Submitted"];
  const both = [...quiet, "List-Unsubscribe", "List-Unsubscribe-Post"];
  expect(headers("https://b.fi/x")).toEqual(both);
  expect(headers("http://localhost:3000/x")).toEqual(both);
  expect(headers("http://b.fi/x")).toEqual(quiet);
  expect(headers(null), "no list, by which mailboxes would know").toEqual(automatic);
});
