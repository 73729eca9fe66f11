import { isIPv6 } from "node:net";
import { env } from "@/lib/env";

/** Used when the network address is not known. */
const NOWHERE = "unknown";

/**
 * The network address by which a request is counted: the one that the outermost of our own proxies
 * (`PROXY_HOPS` of them) has seen. Anybody can forge what is further left in `X-Forwarded-For`. Of an IPv6
 * address the first 64 bits, since one subscriber has all the rest.
 */
export function addressOf(headers: { get(name: string): string | null }): string {
  const seen = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const address = seen.at(-Math.min(env().PROXY_HOPS, seen.length)) ?? "";
  const plain = withoutPort(address).replace(/^::ffff:(?=\d+\.)/i, "");
  return isIPv6(plain) ? networkOf(plain) : plain || NOWHERE;
}

/** Some proxies append the port, which differs for each connection: `[2001:db8::1]:443`. */
function withoutPort(address: string): string {
  return address.replace(/^\[([^\]]*)\](:\d+)?$/, "$1").replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
}

/** `2001:db8::1` → `2001:db8:0:0`. */
function networkOf(address: string): string {
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
