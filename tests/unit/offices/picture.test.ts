import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { MAX_LOGO_BYTES, readPicture } from "@/lib/offices/picture";
import fc from "@/tests/support/fast-check";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Start, a table, the frame's header (2 high, 3 wide), end. */
const JPEG = Buffer.from("ffd8ffdb0004abcdffc0000b080002000301011100ffd9", "hex");

/** The same with two scans, in which bytes look like markers and are none. */
const SCANNED = Buffer.concat([
  JPEG.subarray(0, -2),
  Buffer.from("ffda000301ab12ff00cdffd0efffff", "hex"),
  Buffer.from("ffc4000401ab", "hex"),
  Buffer.from("ffda000301ab34ff00ffd9", "hex"),
]);

/** EXIF data with a position, turned by `orientation`; of a camera that writes the low byte first, or last. */
function exif(orientation: number, order: "II" | "MM" = "MM"): Buffer {
  const data = Buffer.alloc(64);
  const write = (value: number, at: number, bytes: number) =>
    order === "II" ? data.writeUIntLE(value, at, bytes) : data.writeUIntBE(value, at, bytes);
  data.write(order);
  write(42, 2, 2);
  write(8, 4, 4);
  write(2, 8, 2);
  write(0x010e, 10, 2);
  write(0x0112, 22, 2);
  write(3, 24, 2);
  write(1, 26, 4);
  write(orientation, 30, 2);
  data.write("60.17 N", 40);
  return data;
}

const bare = (orientation: number) =>
  Buffer.from(`4d4d002a0000000800010112000300000001000${orientation}000000000000`, "hex");

const segment = (marker: number, ...parts: (string | Buffer)[]) => {
  const data = Buffer.concat(parts.map((part) => Buffer.from(part as string, "latin1")));
  return Buffer.concat([Buffer.from([0xff, marker, 0, 2 + data.length]), data]);
};

const chunk = (type: string, data: string | Buffer) => {
  const typed = Buffer.concat([Buffer.from(type), Buffer.from(data as string, "latin1")]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(typed.length - 4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
};

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
    ["a comment", segment(0xfe, "Hemma")],
    ["EXIF data", segment(0xe1, "Exif\0\0", exif(1))],
    ["damaged EXIF data", segment(0xe1, "Exif\0\0", exif(6).subarray(0, 25))],
    ["a text about it", segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x/>")],
    ["words for the press", segment(0xed, "Photoshop 3.0\0")],
    ["more pictures", segment(0xe2, "MPF\0")],
    ["a small picture", segment(0xe0, "JFIF\0", "\x01\x01\0\0\x01\0\x01\x01\x01abc")],
  ])("a JPEG is saved without %s, between scans too", (_, told) => {
    const before = Buffer.concat([JPEG.subarray(0, 2), told, JPEG.subarray(2)]);
    expect(readPicture(before)).toEqual({ type: "image/jpeg", content: JPEG });
    const between = Buffer.concat([SCANNED.subarray(0, -17), told, SCANNED.subarray(-17)]);
    expect(readPicture(between)).toEqual({ type: "image/jpeg", content: SCANNED });
  });

  test.each([
    ["form", segment(0xe0, "JFIF\0", "\x01\x01\0\0\x01\0\x01\0\0")],
    ["colours", segment(0xe2, "ICC_PROFILE\0", "\x01\x01abc")],
    ["kind of colours", segment(0xee, "Adobe", "\0\x64\0\0\0\0\x01")],
  ])("a JPEG keeps its %s", (_, shown) => {
    const jpeg = Buffer.concat([JPEG.subarray(0, 2), shown, JPEG.subarray(2)]);
    expect(readPicture(jpeg)).toEqual({ type: "image/jpeg", content: jpeg });
  });

  test.each(["II", "MM"] as const)("a photograph that was turned stays so (%s)", (order) => {
    for (const orientation of [2, 3, 6, 8]) {
      const [jpeg, clean] = [exif(orientation, order), bare(orientation)].map((data) =>
        Buffer.concat([JPEG.subarray(0, 2), segment(0xe1, "Exif\0\0", data), JPEG.subarray(2)]),
      );
      expect(readPicture(jpeg as Buffer)).toEqual({ type: "image/jpeg", content: clean });
    }
  });

  test("a PNG is saved without texts, time and position, and keeps colours and orientation", () => {
    const [start, end] = [PNG.subarray(0, 33), PNG.subarray(33)];
    const colours = chunk("gAMA", "\0\0\xb1\x8f");
    const told = ["tEXt", "zTXt", "iTXt", "tIME", "abCd"].map((type) => chunk(type, "Hemma"));
    const png = Buffer.concat([start, colours, ...told, chunk("eXIf", exif(6)), end]);
    const clean = Buffer.concat([start, colours, chunk("eXIf", bare(6)), end]);
    expect(readPicture(png)).toEqual({ type: "image/png", content: clean });
    expect(readPicture(Buffer.concat([start, chunk("eXIf", exif(1)), end]))).toMatchObject({ content: PNG });
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
