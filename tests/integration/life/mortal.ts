import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { pool } from "@/lib/db/client";

/**
 * What happens to a piece of work at a statement or a call to the provider.
 *
 * `before`, `after`: the process dies there, and nothing after it happens. `cut`: the database connection
 * breaks, and the process lives.
 */
export type Fate = { at: number; how: "before" | "after" | "cut" };

type Life = { left: number; how: Fate["how"] | "spared"; dead: boolean; pause: () => number };

const lives = new AsyncLocalStorage<Life>();

/** The program is dead. */
class Died extends Error {
  override readonly message = "the program is dead";
}

/**
 * Runs a piece of work with its fate.
 *
 * @param pause milliseconds to wait before the next statement, so that simultaneous works interleave.
 * @returns whether it has died.
 */
export async function mortal(
  { fate, pause = () => 0 }: { fate?: Fate | undefined; pause?: () => number },
  work: () => Promise<void>,
): Promise<"lived" | "died" | "cut"> {
  const life: Life = { left: fate?.at ?? 0, how: fate?.how ?? "spared", dead: false, pause };
  const struck = () => life.how === "spared" && fate !== undefined;
  try {
    await lives.run(life, work);
  } catch (error) {
    if (!life.dead && !(struck() && fate?.how === "cut")) throw error;
  }
  if (life.dead) return "died";
  return struck() ? "cut" : "lived";
}

/** Intercepts all statements and provider calls of the program from now on. */
export function bindFates(): () => void {
  const connections = pool();
  const connect = connections.connect.bind(connections) as () => Promise<pg.PoolClient>;
  connections.connect = (async () => {
    if (lives.getStore()?.dead) throw new Died();
    return bound(await connect());
  }) as typeof connections.connect;
  const fetch = globalThis.fetch;
  globalThis.fetch = (...args) => boundary(() => fetch(...args));
  return () => {
    globalThis.fetch = fetch;
  };
}

const known = new WeakSet<pg.PoolClient>();

function bound(client: pg.PoolClient): pg.PoolClient {
  if (known.has(client)) return client;
  known.add(client);
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  let turn: Promise<unknown> = Promise.resolve();
  client.query = ((...args: unknown[]) => {
    const life = lives.getStore();
    const pause = life?.pause() ?? 0;
    if (!life) return query(...args);
    /* The statements of a connection keep their order. */
    const before = turn;
    turn = before.then(() => (pause > 0 ? sleep(pause) : undefined));
    const due = turn;
    return boundary(
      async () => {
        await due;
        return query(...args);
      },
      () =>
        (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(),
    );
  }) as typeof client.query;
  return client;
}

async function boundary<T>(work: () => Promise<T>, cut = () => {}): Promise<T> {
  const life = lives.getStore();
  if (!life) return work();
  if (life.dead) throw new Died();
  if (life.how === "spared" || --life.left > 0) return work();
  const { how } = life;
  life.how = "spared";
  if (how === "cut") {
    cut();
    return work();
  }
  if (how === "after") await work().catch(() => {});
  life.dead = true;
  throw new Died();
}
