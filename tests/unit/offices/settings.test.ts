import { describe, expect, test } from "vitest";
import { settingsSchema } from "@/lib/offices/input";

const DETAILS = { name: "Byn", slug: "byn", language: "sv", postalAddress: "", footer: "" };

describe("what stands below every mail", () => {
  test.each(["postalAddress", "footer"])("is refused where it is to be personalised: %s", (field) => {
    for (const text of ["Hej {{förnamn}}!", "{{okänd}}", "{{förnamn", "Hälsningar {förening}", "«förnamn»"]) {
      const { error } = settingsSchema.safeParse({ ...DETAILS, [field]: text });
      expect(error?.issues).toMatchObject([{ path: [field], message: "textPersonalised" }]);
    }
  });

  test("may hold other braces", () => {
    const footer = "Gilla oss {på nätet}\r\nBystugan";
    expect(settingsSchema.parse({ ...DETAILS, footer }).footer).toBe("Gilla oss {på nätet}\nBystugan");
  });
});
