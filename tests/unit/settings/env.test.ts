import { beforeEach, describe, expect, it, vi } from "vitest";
import { useTestEnv } from "@/tests/support/env";

describe("settings", () => {
  beforeEach(() => {
    vi.resetModules();
    vi.unstubAllEnvs();
    useTestEnv({ ownerUrl: "", appUrl: "postgres://app:app@127.0.0.1/brevduva", close: async () => {} });
  });

  async function read(name: string, value: string) {
    vi.stubEnv(name, value);
    return (await import("@/lib/env")).env();
  }

  it("take an empty variable for one that is not set", async () => {
    expect((await read("MAIL_RATE", "")).MAIL_RATE).toBe(10);
    vi.resetModules();
    expect((await read("OPERATOR_EMAIL", " ")).OPERATOR_EMAIL).toBeUndefined();
  });

  it.each(["ftp://post.example.org", "post.example.org", "https://post.example.org/brev"])(
    "refuse %s as the address of the app",
    async (address) => {
      await expect(read("APP_URL", address)).rejects.toThrow(/APP_URL/);
    },
  );

  it("take the address of the app without its last slash", async () => {
    expect((await read("APP_URL", "https://post.example.org/")).APP_URL).toBe("https://post.example.org");
  });

  it.each(["0s", "0d", "000h", "5", "-1d"])(
    "refuse %s as the window of temporary bounces",
    async (window) => {
      await expect(read("SOFT_BOUNCE_WINDOW", window)).rejects.toThrow(
        /SOFT_BOUNCE_WINDOW: .+ for example 5d/,
      );
    },
  );

  it("take a window of temporary bounces as seconds, five days where none is given", async () => {
    expect((await read("SOFT_BOUNCE_WINDOW", "90s")).SOFT_BOUNCE_WINDOW).toBe(90);
    vi.resetModules();
    expect((await read("SOFT_BOUNCE_WINDOW", "")).SOFT_BOUNCE_WINDOW).toBe(432_000);
  });

  const key = (sign: string) => sign.repeat(43);

  it.each([
    ["AUTH_SECRET", "", "is not set"],
    ["AUTH_SECRET", "short", "32 characters or more"],
    ["MAIL_RATE", "fast", "a number"],
    ["MAIL_RATE", "0", "a number above 0"],
    ["MAIL_RATE", "20000", "a number up to 10000"],
    ["PROXY_HOPS", "0", "a number from 1"],
    ["PROXY_HOPS", "1.5", "a whole number"],
    ["LOG_LEVEL", "loud", "one of debug, info, warn, error, silent"],
    ["MAIL_FROM", "Vi <vi@example.org>", "an e-mail address alone, such as utskick@post.example.org"],
    ["RESEND_BASE_URL", "resend", "a whole address, such as https://post.example.org"],
    ["LINK_KEYS", "1:short", "VERSION:KEY, the key at least 32 bytes in base64url"],
    ["LINK_KEYS", `1:${key("a")},1:${key("b")}`, "two keys have the version 1"],
    ["LINK_KEYS", `1:${key("a")},01:${key("b")}`, "two keys have the version 1"],
  ])("say in plain words what %s has to be when it is %j", async (name, value, words) => {
    await expect(read(name, value)).rejects.toThrow(
      `Settings are missing or malformed:\n  ${name}: ${words}`,
    );
  });

  it("take keys of links also with blanks between them", async () => {
    const { LINK_KEYS } = await read("LINK_KEYS", `1:${key("a")}, 2:${key("b")}`);
    expect([...LINK_KEYS.keys()]).toEqual([1, 2]);
  });
});
