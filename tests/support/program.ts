import { closeDatabase } from "@/lib/db/client";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange } from "@/tests/support/offices";

/** The program's functions on a database of their own, for one test file. */
export class Program extends Arrange {
  private constructor(private readonly database: TestDatabase) {
    super(database);
  }

  /** Call it in `beforeAll`, and `close()` in `afterAll`. @param settings that differ from those of other tests */
  static async open(settings: Parameters<typeof useTestEnv>[1] = {}): Promise<Program> {
    const database = await createDatabase();
    useTestEnv(database, settings);
    return new Program(database);
  }

  override async close(): Promise<void> {
    await closeDatabase();
    await super.close();
    await this.database.close();
  }
}
