import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseAddress } from "@/lib/addresses/parse";
import fc from "@/tests/support/fast-check";

describe("an address as a person typed it", () => {
  it.each([
    ["anna@exempel.fi", "anna@exempel.fi"],
    ["  Anna.Ek@Exempel.FI\t", "anna.ek@exempel.fi"],
    ["\u00a0anna@exempel.fi\ufeff", "anna@exempel.fi"],
    ["an\u00adna@exempel.fi\u200b", "anna@exempel.fi"],
    ["anna+nyhetsbrev@mail.exempel.co.uk", "anna+nyhetsbrev@mail.exempel.co.uk"],
    ["anna@hällström.fi", "anna@xn--hllstrm-5wa1o.fi"],
    ["o'brien@exempel.fi", "o'brien@exempel.fi"],
    ["Anna Ek <Anna@Exempel.fi>", "anna@exempel.fi"],
    ['"Ek, Anna" <anna@exempel.fi>;', "anna@exempel.fi"],
    ["<anna@exempel.fi>", "anna@exempel.fi"],
    ["mailto:anna@exempel.fi", "anna@exempel.fi"],
    ["anna@exempel.fi, ", "anna@exempel.fi"],
    ["'anna@exempel.fi'", "anna@exempel.fi"],
    [`${"a".repeat(64)}@exempel.fi`, `${"a".repeat(64)}@exempel.fi`],
  ])("%j is %s", (typed, address) => {
    expect(parseAddress(typed)).toEqual({ address });
  });

  it.each([
    ["", "addressBlank"],
    [" \u200b ", "addressBlank"],
    ["anna.exempel.fi", "addressNoAt"],
    ["anna@@exempel.fi", "addressSeveral"],
    ["a@exempel.fi, b@exempel.fi", "addressSeveral"],
    ["Anna <a@exempel.fi>, Bo <b@exempel.fi>", "addressSeveral"],
    ["a@exempel.fi <b@exempel.fi>", "addressSeveral"],
    ["Anna Ek <>", "addressBlank"],
    ["anna ek@exempel.fi", "addressSpace"],
    ["anna@exempel. fi", "addressSpace"],
    ["@exempel.fi", "addressNoName"],
    ["anna@", "addressNoDomain"],
    ["anna@exempel", "addressNoEnding"],
    ["anna@exempel.f", "addressNoEnding"],
    ["anna@192.168.0.1", "addressNoEnding"],
    ["åsa@exempel.fi", "addressForeignLetters"],
    ["anna<ek@exempel.fi", "addressCharacters"],
    ["anna;ek@exempel.fi", "addressCharacters"],
    ['"anna"@exempel.fi', "addressCharacters"],
    ["anna@ex_empel.fi", "addressCharacters"],
    ["anna@-exempel.fi", "addressCharacters"],
    ["anna@exempel.fi/åsa", "addressCharacters"],
    ["anna@åland.fi?", "addressCharacters"],
    ["anna@åland.fi\\", "addressCharacters"],
    ["anna@å%2efi.fi", "addressCharacters"],
    [".anna@exempel.fi", "addressDots"],
    ["anna.@exempel.fi", "addressDots"],
    ["an..na@exempel.fi", "addressDots"],
    ["anna@exempel..fi", "addressDots"],
    ["anna@exempel.fi.", "addressDots"],
    [`${"a".repeat(65)}@exempel.fi`, "addressTooLong"],
    [`anna@${"a".repeat(64)}.fi`, "addressTooLong"],
    [`anna@${"abc.".repeat(70)}fi`, "addressTooLong"],
    [`anna@${"å".repeat(300)}\ue000.fi`, "addressTooLong"],
  ])("%j has the fault %s", (typed, fault) => {
    expect(parseAddress(typed)).toEqual({ fault });
  });

  const likely = fc.oneof(
    fc.emailAddress(),
    fc.string({ unit: "binary" }),
    fc.tuple(fc.string({ maxLength: 12 }), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
    fc.string({ unit: fc.constantFrom(..."ab.@-_+ '<>\r\n\tåÅİ1") }),
  );

  it("is never more lenient than a plain validator, and never lets a header through", () => {
    fc.assert(
      fc.property(likely, (typed) => {
        const parsed = parseAddress(typed);
        if (!("address" in parsed)) return;
        expect(z.email().safeParse(parsed.address).success).toBe(true);
        expect(parsed.address).toMatch(/^[!-~]+$/);
        expect(parsed.address).toBe(parsed.address.trim().toLowerCase());
      }),
      { numRuns: 2_000 },
    );
  });

  it("is the same however often it is read, and whatever its case and blanks", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        const once = parseAddress(typed);
        expect(parseAddress(`  ${typed.toUpperCase()} \n`)).toEqual(once);
        if ("address" in once) expect(parseAddress(once.address)).toEqual(once);
      }),
    );
  });
});
