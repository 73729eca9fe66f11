import type { JobEvent } from "./create-runs";
import { failedEvent, type JobFunction } from "./functions";
import type { Database } from "./sql";

/** The functions of the app as last synced, kept at hand for every event and claim. */
export class Registry {
  private functions = new Map<string, JobFunction>();

  constructor(private readonly sql: Database) {}

  /** Reads what the last sync, by this or another server, has stored. */
  async load(): Promise<void> {
    const rows = await this.sql<{ config: JobFunction }>`
      select config from inngest_server.functions where not archived`;
    this.functions = new Map(rows.map(({ config }) => [config.id, config]));
  }

  all(): JobFunction[] {
    return [...this.functions.values()];
  }

  get(id: string): JobFunction | undefined {
    return this.functions.get(id);
  }

  eventNames(): string[] {
    return this.all().flatMap((fn) =>
      fn.triggers.flatMap((trigger) => ("event" in trigger ? [trigger.event] : [])),
    );
  }

  /** The functions that an event starts. */
  startedBy(event: Pick<JobEvent, "name" | "data">): JobFunction[] {
    return this.all().filter((fn) =>
      fn.triggers.some(
        (trigger) =>
          "event" in trigger &&
          trigger.event === event.name &&
          (event.name !== failedEvent ||
            trigger.failureOf === null ||
            trigger.failureOf === event.data.function_id),
      ),
    );
  }
}
