import pg from "pg";
import type postgres from "postgres";
import { vi } from "vitest";
import { z } from "zod";
import { LARGE } from "@/tests/integration/plans/fill";

type Node = {
  "Node Type": string;
  "Relation Name"?: string | undefined;
  "Index Name"?: string | undefined;
  "Index Cond"?: string | undefined;
  Filter?: string | undefined;
  "Join Filter"?: string | undefined;
  "Parent Relationship"?: string | undefined;
  Plans?: Node[] | undefined;
};

const node: z.ZodType<Node> = z.object({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  "Index Name": z.string().optional(),
  "Index Cond": z.string().optional(),
  Filter: z.string().optional(),
  "Join Filter": z.string().optional(),
  "Parent Relationship": z.string().optional(),
  get Plans() {
    return z.array(node).optional();
  },
});
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: node })]) })]);

export type Watch = {
  /** Statements that were explained. */
  statements: Set<string>;
  /**
   * Faults: large tables or indexes read from end to end, lists scanned again for each row, and lists sorted
   * for the sake of a page.
   */
  faults: string[];
  stop(): void;
};

/**
 * Explains every statement of the program just before it runs: on its connection, with its parameters, in its
 * role and office.
 *
 * @param partial indexes that contain only waiting rows; they may be read whole.
 */
export function watchPlans(partial: ReadonlySet<string>): Watch {
  const watch: Watch = { statements: new Set(), faults: [], stop: () => spy.mockRestore() };
  const original = pg.Client.prototype.query as (...args: unknown[]) => Promise<pg.QueryResult>;
  const query = async function (this: pg.Client, statement: pg.QueryConfig | string, values?: unknown[]) {
    const text = typeof statement === "string" ? statement : statement.text;
    if (/^\s*(with|select|insert|update|delete)\b/i.test(text)) {
      const { rows } = await original.call(this, { text: `explain (format json) ${text}` }, values);
      const [{ "QUERY PLAN": plan }] = explained.parse(rows);
      watch.statements.add(text);
      const faults = [
        ...wholeReads(plan[0].Plan, partial),
        ...eachWithEach(plan[0].Plan),
        ...sorted(plan[0].Plan),
      ];
      for (const fault of faults) watch.faults.push(`${fault} in: ${text}`);
    }
    return original.call(this, statement, values);
  };
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(query as never);
  return watch;
}

function wholeReads(plan: Node, partial: ReadonlySet<string>): string[] {
  const type = plan["Node Type"];
  const table = plan["Relation Name"] ?? "";
  const index = plan["Index Name"] ?? "";
  const below = (plan.Plans ?? []).flatMap((child) => wholeReads(child, partial));
  if (!LARGE.includes(table)) return below;
  if (type === "Seq Scan") return [`all of ${table}`, ...below];
  const whole = type.startsWith("Index") && plan["Index Cond"] === undefined && !partial.has(index);
  return whole ? [`all of ${index}`, ...below] : below;
}

/** A list of the program's own, five hundred rows, compared with each of five hundred others. */
function eachWithEach(plan: Node): string[] {
  const below = (plan.Plans ?? []).flatMap(eachWithEach);
  const inner = plan.Plans?.at(-1)?.["Node Type"];
  const compares = plan["Node Type"] === "Nested Loop" && plan["Join Filter"] !== undefined;
  return compares && inner === "Function Scan" ? ["each row with the whole list", ...below] : below;
}

/** Lists that are read in the order of their index: to sort one for the sake of a page is to read all of it. */
const IN_ORDER = ["log_entries", "mailings"];

/**
 * A page of a list for which all of the list would be sorted, or all that a search finds and that is more than
 * a few: those are known by their ids.
 */
function sorted(plan: Node): string[] {
  const below = (plan.Plans ?? []).flatMap(sorted);
  if (plan["Node Type"] !== "Limit") return below;
  const beneath = downFrom(plan);
  const sorts = beneath.some((node) => node["Node Type"].endsWith("Sort"));
  if (beneath.some(isOfFew)) return below;
  const list =
    IN_ORDER.find((table) => beneath.some((node) => node["Relation Name"] === table)) ??
    beneath.find((node) => node.Filter?.includes("search_text"))?.["Relation Name"];
  return sorts && list ? [`sorts all of ${list} for a page`, ...below] : below;
}

/** Whether the rows are known by their ids, which are looked up, or looked for among others. */
function isOfFew(node: Node): boolean {
  return [node["Index Cond"], node.Filter].some((condition) => condition?.includes("id = ANY"));
}

/** What a node takes its rows from, and so on, as far as it is one thing; a bitmap may be put together of several. */
function downFrom(plan: Node): Node[] {
  const outer =
    plan.Plans?.filter((child) => ["Outer", "Member"].includes(child["Parent Relationship"] ?? "")) ?? [];
  return outer.flatMap((child) => [child, ...downFrom(child)]);
}

/** Indexes with a condition of their own. */
export async function partialIndexes(sql: postgres.Sql): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`
    select indexrelid::regclass::text as name from pg_index where indpred is not null`;
  return new Set(rows.map(({ name }) => name));
}

/** How often each large table has been read from end to end; what runs within functions counts too. */
export async function scans(sql: postgres.Sql): Promise<Record<string, number>> {
  await sql`select pg_stat_force_next_flush()`;
  await sql`select pg_stat_clear_snapshot()`;
  const rows = await sql<{ name: string; scans: number }[]>`
    select relname as name, seq_scan::int as scans from pg_stat_user_tables where relname = any (${LARGE}) order by 1`;
  return Object.fromEntries(rows.map((row) => [row.name, row.scans]));
}

/** Those of some indexes that something has been looked up in. */
export async function used(sql: postgres.Sql, indexes: string[]): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select indexrelname as name from pg_stat_user_indexes where indexrelname = any (${indexes}) and idx_scan > 0`;
  return rows.map(({ name }) => name).sort();
}
