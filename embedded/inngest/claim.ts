import type { JobEvent } from "./create-runs";
import type { Registry } from "./registry";
import type { Database, Queries } from "./sql";

export type Job = {
  id: string;
  runId: string;
  step: string;
  functionId: string;
  attempt: number;
  outages: number;
  /** Number of the call for this job: answers to earlier calls are ignored. */
  dispatch: number;
  run: { version: number; maxAttempts: number; event: JobEvent; hasSteps: boolean };
};
type Lane = { lane: string; functionId: string; keys: string[]; wait: number };
type Held = { functionId: string; keys: string[]; count: number };
export type Claim = { jobs: Job[] /** Milliseconds until a job falls due, or null. */; wait: number | null };

/**
 * Claims due jobs for this server, fairly between lanes and within the functions' concurrency limits. Claims
 * are serialised by an advisory lock, which costs about a millisecond, so that the limits also hold for
 * several servers.
 */
export class Claimer {
  private turn = 0;
  private readonly servedAt = new Map<string, number>();

  constructor(
    private readonly sql: Database,
    private readonly registry: Registry,
    private readonly owner: number,
    /** Most calls of one function at a time, so that long steps leave room for others. */
    private readonly perFunction: number,
  ) {}

  /** @param free how many calls this server can take on. */
  async claim(free: number): Promise<Claim> {
    return this.sql.begin(async (tx) => {
      // A lost claim is simply made again, so it need not be flushed to disk.
      await tx`select pg_advisory_xact_lock(hashtext('inngest_server.claim')),
        set_config('synchronous_commit', 'off', true)`;
      // Skips from lane to lane in the index: the cost grows with the number of lanes, not of jobs.
      const lanes = await tx<Lane>`
          with recursive lanes as (
            (select lane, function_id, keys, due_at from inngest_server.jobs
             where owner is null and kind = 'call' order by lane, due_at, id limit 1)
            union all
            select n.* from lanes l cross join lateral (
              select lane, function_id, keys, due_at from inngest_server.jobs
              where owner is null and kind = 'call' and lane > l.lane order by lane, due_at, id limit 1) n
          )
          select lane, function_id as "functionId", keys,
            extract(epoch from due_at - clock_timestamp())::float8 * 1000 as wait from lanes`;
      const held = await tx<Held>`
          select function_id as "functionId", keys, count(*)::int as count
          from inngest_server.jobs where owner is not null group by 1, 2`;
      const due = lanes.filter((lane) => lane.wait <= 0);
      const waits = lanes.filter((lane) => lane.wait > 0).map((lane) => lane.wait);
      const wait = waits.length > 0 ? Math.min(...waits) : null;
      const shares = [...this.share(due, held, free)];
      if (shares.length === 0) return { jobs: [], wait };
      const claimed = await tx<Omit<Job, "run">>`
        update inngest_server.jobs j set owner = ${this.owner}, dispatch = j.dispatch + 1
        from unnest(${shares.map(([lane]) => lane)}::text[], ${shares.map(([, share]) => share)}::int[])
            as s(lane, share)
          cross join lateral (
            select id from inngest_server.jobs w
            where w.owner is null and w.kind = 'call' and w.lane = s.lane and w.due_at <= clock_timestamp()
            order by w.due_at, w.id limit s.share for update skip locked) picked
        where j.id = picked.id
        returning j.id, j.run_id as "runId", j.step, j.function_id as "functionId", j.attempt, j.outages,
          j.dispatch`;
      return { jobs: await withRuns(tx, claimed), wait };
    });
  }

  /** Distributes places one at a time, starting with the lane that was served longest ago. */
  private share(due: Lane[], held: Held[], free: number): Map<string, number> {
    const used = new Map<string, number>();
    for (const { functionId, keys, count } of held) {
      for (const place of this.places(functionId, keys))
        used.set(place.id, (used.get(place.id) ?? 0) + count);
    }
    const shares = new Map<string, number>();
    let left = free;
    let queue = due.toSorted((a, b) => (this.servedAt.get(a.lane) ?? 0) - (this.servedAt.get(b.lane) ?? 0));
    while (left > 0 && queue.length > 0) {
      queue = queue.filter(({ lane, functionId, keys }) => {
        const places = this.places(functionId, keys);
        if (left === 0 || places.some(({ id, limit }) => (used.get(id) ?? 0) >= limit)) return false;
        for (const { id } of places) used.set(id, (used.get(id) ?? 0) + 1);
        shares.set(lane, (shares.get(lane) ?? 0) + 1);
        this.servedAt.set(lane, ++this.turn);
        left -= 1;
        return true;
      });
    }
    if (this.servedAt.size > 10_000) this.servedAt.clear();
    return shares;
  }

  private places(functionId: string, keys: string[]): { id: string; limit: number }[] {
    const rules = this.registry.get(functionId)?.concurrency ?? [];
    return [
      { id: functionId, limit: this.perFunction },
      ...rules.map(({ limit }, i) => ({ id: `${functionId}\n${i}\n${keys[i] ?? ""}`, limit })),
    ];
  }
}

async function withRuns(tx: Queries, claimed: Omit<Job, "run">[]): Promise<Job[]> {
  const runs = await tx<Job["run"] & { id: string }>`
    select id, version, max_attempts as "maxAttempts", event,
      exists (select from inngest_server.steps s where s.run_id = r.id) as "hasSteps"
    from inngest_server.runs r where id = any(${claimed.map((job) => job.runId)})`;
  const byId = new Map(runs.map((run) => [run.id, run]));
  return claimed.flatMap((job) => {
    const run = byId.get(job.runId);
    return run ? [{ ...job, run }] : [];
  });
}
