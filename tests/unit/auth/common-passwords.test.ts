import { describe, expect, test } from "vitest";
import { isCommonPassword, isPersonalPassword } from "@/lib/auth/common-passwords";
import { activateSchema, newPasswordSchema } from "@/lib/auth/input";

describe("a common password", () => {
  test.each([
    "qwertyuiop",
    "1234567890",
    "123456789a",
    "password123",
    "Password123!",
    "P4ssw0rd2026",
    "basketball",
    "lösenord12",
    "Lösenord2026!",
    "losenord123",
    "sommaren2026",
    "Sommar2026!!",
    "brevduva2026",
    "salasana123",
    "Salasana!2026",
    "s4l4s4n4!!",
    "kissakissa",
    "hejsanhejsan",
    "moikkamoikka",
    "perkele1234",
    "juhannus2026",
    "Jakobstad1!",
    "styrelsen2026",
    "Korhonen1234",
    "asdfghjklö",
    "poiuytrewq",
    "abcdefghij",
    "!!!1999-2026!!!",
    "a1234567890",
    "pass word 12",
  ])("%s is refused", (password) => {
    expect(isCommonPassword(password)).toBe(true);
    expect(newPasswordSchema.safeParse(password).error?.issues[0]?.message).toBe("passwordCommon");
  });

  test.each([
    "korrekt häst batteri",
    "mossa kobbe lada sten",
    "mossa-kobbe-lada-sten-1021",
    "ett nytt lösenord",
    "kahvi pöytä lamppu",
    "ungefär tio tecken",
    "K7#mQz!pX2",
    "hunden äter gröna moln",
  ])("%s is taken: nobody asks which signs it is made of", (password) => {
    expect(newPasswordSchema.safeParse(password).success).toBe(true);
  });
});

describe("a password that says whose it is", () => {
  const own = ["anna.ek@modellforbundet.example", "Anna Ekström"];
  test.each(["anna.ek@modellforbundet.example", "AnnaEkström1", "ekström-2026!", "modellforbundet1"])(
    "%s is refused",
    (password) => expect(isPersonalPassword(password, own)).toBe(true),
  );
  test.each(["anna tycker om ekström", "gröna moln över byn"])("%s is taken", (password) =>
    expect(isPersonalPassword(password, own)).toBe(false),
  );

  test("is refused by the form, with words for it", () => {
    const form = activateSchema(own).safeParse({ name: "Anna Ekström", password: "Modellforbundet 26" });
    expect(form.error?.issues.map(({ message }) => message)).toEqual(["passwordOwn"]);
  });
});
