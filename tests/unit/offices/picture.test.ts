import { describe, expect, test } from "vitest";
import { MAX_LOGO_BYTES, readPicture } from "@/lib/offices/picture";
import fc from "@/tests/support/fast-check";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Start, a comment, the frame's header (2 high, 3 wide), end. */
const JPEG = Buffer.from("ffd8fffe0004abcdffc0000b080002000301011100ffd9", "hex");

/** The same with two scans, in which bytes look like markers and are none. */
const SCANNED = Buffer.concat([
  JPEG.subarray(0, -2),
  Buffer.from("ffda000301ab12ff00cdffd0efffff", "hex"),
  Buffer.from("ffc4000401ab", "hex"),
  Buffer.from("ffda000301ab34ff00ffd9", "hex"),
]);

const withSide = (side: number) => {
  const png = Buffer.from(PNG);
  png.writeUInt32BE(side, 16);
  return png;
};

describe("a logo is what its content says", () => {
  test("a PNG, a JPEG", () => {
    expect(readPicture(PNG)).toMatchObject({ type: "image/png" });
    expect(readPicture(JPEG)).toMatchObject({ type: "image/jpeg" });
  });

  test.each([
    ["zeros", Buffer.alloc(7)],
    ["another picture, as of telephones", SCANNED],
    ["a page", Buffer.from("<script>")],
  ])("a JPEG ends at its end: not %s behind it", (_, behind) => {
    for (const jpeg of [JPEG, SCANNED]) {
      expect(readPicture(jpeg)).toEqual({ type: "image/jpeg", content: jpeg });
      expect(readPicture(Buffer.concat([jpeg, behind]))).toEqual({ type: "image/jpeg", content: jpeg });
    }
  });

  test.each([
    ["nothing", Buffer.alloc(0), "missing"],
    ["too many bytes", Buffer.concat([PNG, Buffer.alloc(MAX_LOGO_BYTES)]), "tooLarge"],
    ["a drawing with scripts", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "notPicture"],
    ["a page", Buffer.from("<!DOCTYPE html><script>alert(1)</script>"), "notPicture"],
    ["a PNG with a page behind it", Buffer.concat([PNG, Buffer.from("<script>")]), "notPicture"],
    ["half a PNG", PNG.subarray(0, 40), "notPicture"],
    ["half a JPEG", JPEG.subarray(0, 12), "notPicture"],
    ["a JPEG without its end", JPEG.subarray(0, -2), "notPicture"],
    ["half a scan", SCANNED.subarray(0, -9), "notPicture"],
    ["a JPEG's end after no picture", Buffer.from("ffd8ffd9ffd9", "hex"), "notPicture"],
    ["a GIF", Buffer.from("GIF89a\x01\x00\x01\x00", "latin1"), "notPicture"],
    ["no pixel", withSide(0), "notPicture"],
    ["a bomb", withSide(60_000), "tooManyPixels"],
  ])("not %s", (_, content, fault) => {
    expect(readPicture(content)).toBe(fault);
  });

  test("no bytes make it fail, or go on for ever", () => {
    const start = fc.constantFrom(
      Buffer.alloc(0),
      PNG.subarray(0, 8),
      PNG.subarray(0, 33),
      JPEG.subarray(0, 8),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (begin, rest) => {
        const read = readPicture(Buffer.concat([begin, rest]));
        expect(typeof read === "string" || read.type.startsWith("image/")).toBe(true);
      }),
    );
  });
});
