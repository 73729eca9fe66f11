import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { carryFlash } from "@/app/_edge/flash";

const asked = (path: string, headers: Record<string, string>, method = "GET") =>
  new NextRequest(`http://localhost:3000${path}`, {
    method,
    headers: { cookie: `flash=${encodeURIComponent("Kortet är sparat.")}`, ...headers },
  });

const whole = { "sec-fetch-dest": "document" };

test("a whole page of an office takes the notice from the browser", () => {
  const onward = new Headers();
  expect(carryFlash(asked("/o/byn/members", whole), onward)).toBe(true);
  expect(decodeURIComponent(onward.get("x-brevduva-flash") ?? "")).toBe("Kortet är sparat.");
});

test.each([
  ["what scripts ask for", "/o/byn/members", { "sec-fetch-dest": "empty" }, "GET"],
  ["what an old browser asks for", "/o/byn/members", {}, "GET"],
  ["a form on its way to an action", "/o/byn/members", whole, "POST"],
  ["a page without a place for it", "/offices", whole, "GET"],
])("%s leaves it there", (_, path, headers, method) => {
  const onward = new Headers({ "x-brevduva-flash": "forged" });
  expect(carryFlash(asked(path, headers, method), onward)).toBe(false);
  expect(onward.get("x-brevduva-flash")).toBeNull();
});
