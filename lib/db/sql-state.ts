/** The code by which PostgreSQL, or the system, names an error or what lies behind it; empty if none does. */
export function sqlState(error: unknown): string {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ("code" in e && typeof e.code === "string") return e.code;
  }
  return "";
}
