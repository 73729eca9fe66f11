import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import {
  type LoginChange,
  renderInvitation,
  renderLoginChanged,
  renderPasswordReset,
} from "@/lib/mail/account-mails";
import { renderOfficePaused, renderRateWarning } from "@/lib/mail/rate-mails";
import { REASON_CODES, reasonArguments } from "@/lib/messages/reason";
import en from "@/messages/en.json";
import fi from "@/messages/fi.json";
import sv from "@/messages/sv.json";

describe.each([
  ["sv", sv],
  ["fi", fi],
  ["en", en],
] as const)("in %s", (language, messages) => {
  test("there is a text for each reason, and for no other", () => {
    expect(Object.keys(messages.reason).sort()).toEqual([...REASON_CODES].sort());
    const faults: unknown[] = [];
    const t = createTranslator({
      locale: language,
      messages: messages.reason,
      onError: (fault) => faults.push(fault),
    });
    for (const code of REASON_CODES) {
      for (const host of [undefined, "gmail.com"]) t(code, reasonArguments({ code, ...(host && { host }) }));
    }
    expect(faults).toEqual([]);
    expect(t("delivered", reasonArguments({ code: "delivered", host: "gmail.com" }))).toContain("gmail.com");
  });

  test("mails to colleagues say what they are for, and hold their link", async () => {
    const url = "https://brevduva.example/invitation/secret?a=1&b=2";
    const mails = [
      await renderInvitation({
        language,
        officeName: "Byns",
        inviterName: "Anna <Ek>",
        url,
        known: false,
        validDays: 7,
      }),
      await renderInvitation({
        language,
        officeName: "Byns",
        inviterName: null,
        url,
        known: true,
        validDays: 1,
      }),
      await renderPasswordReset({ language, email: "anna@x.fi", url, validHours: 2 }),
    ];
    for (const { subject, html, text } of mails) {
      expect(subject).toMatch(/\S/);
      expect(html).toContain(`lang="${language}"`);
      expect(html.match(/<h\d/g)).toEqual(["<h1", "<h2"]);
      expect(html).toContain('href="https://brevduva.example/invitation/secret?a=1&amp;b=2"');
      expect(text).toContain(url);
    }
    expect(mails[0]?.html).toContain("Anna &lt;Ek&gt;");
    expect(mails[2]?.text).toContain("anna@x.fi");
  });

  test("mails about rates say how many of how many, and what to do", async () => {
    const rate = { kind: "complaints", accepted: 6_250, bad: 5, limit: 0.0008, days: 7 } as const;
    const url = "https://brevduva.example/o/byns";
    const warnings = await Promise.all(
      (["half", "near", "limit"] as const).flatMap((level) =>
        [null, { name: "Byns <uf>", slug: "byns" }].map((office) =>
          renderRateWarning({ ...rate, language, level, paused: level === "limit", office, url }),
        ),
      ),
    );
    const paused = await renderOfficePaused({ ...rate, language, officeName: "Byns <uf>", url });
    for (const { subject, html, text } of [...warnings, paused]) {
      expect(subject).toMatch(/\S/);
      expect(html).toContain(`lang="${language}"`);
      expect(text).toMatch(/0[.,]08/);
      expect(text).toContain(url);
    }
    expect(paused.html).toContain("Byns &lt;uf&gt;");
    expect(warnings[0]?.text).toContain("npm run operator -- rates");
    expect(warnings[5]?.text).toContain("npm run operator -- restore byns");
  });

  test("a change to a login is told by name, with nothing that opens it", async () => {
    const url = "https://brevduva.example/account";
    const changes: LoginChange[] = [
      "passwordChanged",
      "secondFactorOn",
      "secondFactorOff",
      "recoveryCodesRenewed",
    ];
    const subjects = new Set<string>();
    for (const change of changes) {
      const mail = await renderLoginChanged({ language, email: "anna@x.fi", change, url });
      subjects.add(mail.subject);
      expect(mail.text).toContain("anna@x.fi");
      expect(mail.html).toContain(`lang="${language}"`);
      expect(mail.text).toContain(messages.mail.loginChanged.notYours);
      expect(new Set(mail.html.match(/https?:\/\/brevduva[^"<\s]*/g))).toEqual(new Set([url]));
    }
    expect(subjects.size).toBe(changes.length);
  });
});
