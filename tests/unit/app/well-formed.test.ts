import { describe, expect, it } from "vitest";
import { mend, wellFormed } from "@/app/_edge/well-formed";
import fc from "@/tests/support/fast-check";

const path = (url: string) => url.split("?")[0] ?? "";

describe("the address of a request", () => {
  it.each([
    ["/c/%", "/c/%25"],
    ["/c/100%", "/c/100%25"],
    ["/c/%zz%41", "/c/%25zz%41"],
    ["/c/%ff?after=%ff", "/c/%EF%BF%BD?after=%ff"],
    ["/c/%2e%2e%2f%c0%af", "/c/..%2F%EF%BF%BD%EF%BF%BD"],
    ["/o/a/%ED%A0%80", "/o/a/%EF%BF%BD%EF%BF%BD%EF%BF%BD"],
  ])("%s is taken as %s", (url, mended) => {
    expect(wellFormed(url)).toBe(mended);
  });

  it("is left as it is where it can be decoded, whatever the query is", () => {
    fc.assert(
      fc.property(fc.webPath(), fc.string(), (given, query) => {
        const url = `${given || "/"}?${query}`;
        expect(wellFormed(url)).toBe(url);
      }),
    );
  });

  it("keeps a hundred fields of its query", () => {
    const fields = (count: number) => Array.from({ length: count }, (_, at) => `${at}=x`).join("&");
    expect(wellFormed(`/c/x?${fields(100)}`)).toBe(`/c/x?${fields(100)}`);
    expect(wellFormed(`/c/%?${fields(200)}`)).toBe(`/c/%25?${fields(100)}`);
    expect(wellFormed(`/c/x?${"&".repeat(200)}`)).toBe(`/c/x?${"&".repeat(99)}`);
  });

  it("can be decoded afterwards, has no other slashes, and is mended but once", () => {
    const part = fc.oneof(fc.string(), fc.constantFrom("%", "/", "%2f", "%ff", "%c3", "%a5", "?", "%E2%82"));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const url = `/${parts.join("")}`;
        const mended = wellFormed(url);
        if (path(url).isWellFormed()) expect(() => decodeURIComponent(path(mended))).not.toThrow();
        expect(path(mended).split("/")).toHaveLength(path(url).split("/").length);
        expect(wellFormed(mended)).toBe(mended);
      }),
    );
  });
});

it("a request says no more of its browser than any browser does", () => {
  const request = { url: "/c/%", headers: { "user-agent": "bot".repeat(4_500), accept: "text/html" } };
  mend(request);
  expect(request).toEqual({
    url: "/c/%25",
    headers: { "user-agent": "bot".repeat(4_500).slice(0, 1_000), accept: "text/html" },
  });
});
