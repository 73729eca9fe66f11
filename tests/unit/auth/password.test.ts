import { describe, expect, test } from "vitest";
import { isPersonalPassword } from "@/lib/auth/common-passwords";
import { activateSchema, emailSchema, hasBlanksAround, newPasswordSchema } from "@/lib/auth/input";
import { hashPassword, NOBODYS_HASH, verifyPassword } from "@/lib/auth/password";

describe("hashes of passwords", () => {
  test("are argon2id, and cost as much for nobody as for somebody", async () => {
    const hash = await hashPassword("korrekt häst batteri");
    const cost = hash.split("$").slice(0, 4).join("$");
    expect(cost).toBe("$argon2id$v=19$m=19456,t=2,p=1");
    expect(NOBODYS_HASH.startsWith(`${cost}$`)).toBe(true);
  });

  test("know their password, also when it was typed with other code points", async () => {
    const hash = await hashPassword("h\u00e4st p\u00e5 taket");
    expect(await verifyPassword(hash, "ha\u0308st pa\u030a taket")).toBe(true);
    expect(await verifyPassword(hash, "hast pa taket")).toBe(false);
    expect(await verifyPassword(await hashPassword("\ufb01na ord h\u00e4r"), "fina ord h\u00e4r")).toBe(true);
  });

  test("are never right where there is none", async () => {
    expect(await verifyPassword(null, "")).toBe(false);
    expect(await verifyPassword(null, "korrekt häst batteri")).toBe(false);
  });

  test("are never right for one that is longer than any may be, however long", async () => {
    const long = "x".repeat(201);
    expect(await verifyPassword(await hashPassword(long), long)).toBe(false);
    expect(await verifyPassword(null, "\u0301\u0316".repeat(500_000))).toBe(false);
  });
});

describe("passwords that are chosen", () => {
  const fault = (password: string) => newPasswordSchema.safeParse(password).error?.issues[0]?.message;

  test.each([
    ["nio tecke", "passwordShort"],
    ["🐦🐦🐦🐦🐦", "passwordShort"],
    ["aaaaaaaaaaaa", "passwordSame"],
    ["x".repeat(201), "passwordLong"],
    ["tio tecken", undefined],
    ["  blanka  runt om  ", undefined],
  ])("%s: %s", (password, expected) => {
    expect(fault(password)).toBe(expected);
  });

  test("are not looked at any closer when they are too long", () => {
    const faults = (password: string) =>
      activateSchema([])
        .safeParse({ name: "Eva", password })
        .error?.issues.map(({ message }) => message);
    expect(faults("a".repeat(300))).toEqual(["passwordLong"]);
    expect(faults(`a${"1234".repeat(250_000)}b`)).toEqual(["passwordLong"]);
  });

  test.each(["1234", "\u0301\u0316"])("are compared with a name of a million letters (%j)", (part) => {
    const name = `a${part.repeat(1_000_000 / part.length)}b`;
    expect(isPersonalPassword("segel-kobbe-ask", [name])).toBe(false);
  });
});

test.each([
  ["segel-kobbe-ask", false],
  ["segel kobbe ask", false],
  [" segel-kobbe-ask", true],
  ["segel-kobbe-ask\t", true],
  ["segel-kobbe-ask\u00a0", true],
])("blanks that were pasted along with %j are noticed: %s", (password, noticed) => {
  expect(hasBlanksAround(password)).toBe(noticed);
});

test("addresses of logins are stored trimmed and in lower case", () => {
  expect(emailSchema.parse("  Anna.Ek@Exempel.FI ")).toBe("anna.ek@exempel.fi");
  expect(emailSchema.safeParse("anna@exempel").error?.issues[0]?.message).toBe("emailWrong");
});
