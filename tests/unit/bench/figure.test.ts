import { describe, expect, it } from "vitest";
import { atLeast, atMost, jsonLine, meets, within } from "@/bench/figure";

describe("a figure", () => {
  it("that is to be high meets its target from there upwards", () => {
    expect(meets(atLeast("send", "messages/s", 60, 100, 0.6))).toBe(true);
    expect(meets(atLeast("send", "messages/s", 59.9, 100, 0.6))).toBe(false);
  });

  it("that is to be low meets its target from there downwards", () => {
    expect(meets(atMost("send.growth", "ms/message", 1.15, 1, 1.15))).toBe(true);
    expect(meets(atMost("send.growth", "ms/message", 1.16, 1, 1.15))).toBe(false);
  });

  it("with a limit of its own is compared with the limit", () => {
    expect(within("pages", "ms", 30, 60)).toMatchObject({ baseline: 60, ratio: 0.5, target: 1 });
    expect(meets(within("pages", "ms", 60, 60))).toBe(true);
    expect(meets(within("pages", "ms", 61, 60))).toBe(false);
  });

  it("of nothing against nothing meets nothing", () => {
    expect(meets(atLeast("send", "messages/s", 0, 0, 0.6))).toBe(false);
    expect(meets(atMost("pages", "ms", 0, 0, 1.5))).toBe(false);
  });

  it("is one line of JSON with the digits that matter", () => {
    const line = jsonLine(atLeast("render", "messages/s", 123456.789, 321.0987, 100));
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toEqual({
      name: "render",
      value: 123457,
      unit: "messages/s",
      baseline: 321.1,
      ratio: 384.5,
      target: 100,
      pass: true,
    });
  });
});
