import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PAGES, PUBLIC_PAGES, ROUTES } from "./doors";
import { openTwoOffices } from "./two-offices";

let place: Awaited<ReturnType<typeof openTwoOffices>>;
beforeAll(async () => {
  place = await openTwoOffices();
});
afterAll(() => place?.close());

const ADDRESSES = [
  ...Object.keys(PUBLIC_PAGES).map((page) => ({ page, address: () => page.replace("[token]", "unknown") })),
  ...Object.entries(PAGES).map(([page, address]) => ({ page, address: () => address(place.foreign) })),
  ...Object.keys(ROUTES)
    .filter((route) => route.startsWith("GET "))
    .map((route) => ({ page: route, address: () => ROUTES[route]?.(place.foreign).path ?? "" })),
  { page: "/404", address: () => "/finns-inte" },
];

const directive = (policy: string, name: string) =>
  policy
    .split("; ")
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);

describe.each(ADDRESSES)("$page", ({ page, address }) => {
  it("carries every header, and scripts run by a nonce alone", async () => {
    const { status, headers, body } = await place.visitors.owner.ask(address());
    expect(status).toBeLessThan(500);
    const policy = headers.get("content-security-policy") ?? "";
    const scripts = directive(policy, "script-src") ?? "";
    const nonce = /'nonce-([\w-]{22})'/.exec(scripts)?.[1];
    expect(scripts).not.toMatch(/unsafe-(inline|eval)/);
    expect(directive(policy, "default-src")).toBe("'self'");
    expect(directive(policy, "object-src")).toBe("'none'");
    expect(directive(policy, "base-uri")).toBe("'none'");
    expect(directive(policy, "form-action")).toBe("'self'");
    expect(directive(policy, "frame-ancestors")).toBe("'none'");
    expect(nonce).toBeDefined();
    for (const [tag] of body.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
    expect(body).not.toMatch(/<[a-z][^>]*\son[a-z]+="/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("cache-control")).toContain("no-store");
    const secret = page.includes("[token]");
    expect(headers.get("referrer-policy")).toBe(secret ? "no-referrer" : "same-origin");
  });

  it("draws a new nonce each time", async () => {
    const policies = await Promise.all(
      [1, 2].map(async () =>
        (await place.visitors.nobody.ask(address())).headers.get("content-security-policy"),
      ),
    );
    expect(policies[0]).not.toBe(policies[1]);
  });
});

it("pages with a secret address hold no form for a server action: their `Origin` would be null", async () => {
  for (const page of Object.keys(PUBLIC_PAGES).filter((name) => name.includes("[token]"))) {
    const { body } = await place.visitors.nobody.ask(page.replace("[token]", "unknown"));
    expect(body).not.toContain("$ACTION");
  }
});

it("only an installation with https tells browsers to insist on it", async () => {
  const { headers } = await place.visitors.nobody.ask("/login");
  expect(headers.get("strict-transport-security")).toBeNull();
});

it("a refused list of members, which goes past the proxy, carries its headers all the same", async () => {
  const { slug } = place.foreign;
  const { status, headers } = await place.visitors.nobody.ask(`/o/${slug}/members/import/upload`, {
    method: "POST",
    body: new FormData(),
  });
  expect(status).toBe(401);
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(headers.get("x-frame-options")).toBe("DENY");
});

it("a picture in mails, which goes past the proxy, may load and run nothing", async () => {
  const { headers } = await place.visitors.nobody.ask(`/logo/${crypto.randomUUID()}`);
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

it("no picture is made smaller for whoever asks", async () => {
  const logo = encodeURIComponent(`/logo/${crypto.randomUUID()}`);
  const { body } = await place.visitors.nobody.ask(`/_next/image?url=${logo}&w=64&q=75`);
  expect(body).toContain("<html");
});

it("tells a proxy to hand on the list of members before its total is there", async () => {
  const { headers } = await place.visitors.owner.ask(`/o/${place.foreign.slug}/members?search=a`);
  expect(headers.get("x-accel-buffering")).toBe("no");
});
