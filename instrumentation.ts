import { refuseMightyRole } from "@/lib/db/guard";
import { env } from "@/lib/env";
import { refuseWeakSecrets } from "@/lib/weak-secrets";

/**
 * Runs once when the server starts. Ends the program when settings are missing, when
 * a secret could be guessed, or when the database
 * role could pass by row-level security: Next itself would go on and answer every request with 500.
 */
export async function register(): Promise<void> {
  try {
    refuseWeakSecrets(env());
    await refuseMightyRole();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
