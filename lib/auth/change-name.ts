import { eq } from "drizzle-orm";
import type { User } from "@/lib/auth/sessions";
import { recordForPerson } from "@/lib/auth/tell-offices";
import { users } from "@/lib/db/schema/users";
import { asAuth } from "@/lib/db/tenant";

/** Gives a person the name that they want to be seen by; the log tells of it under the one before. */
export async function changeName(person: User, name: string): Promise<void> {
  if (name === person.name) return;
  await asAuth(async (tx) => {
    await tx.update(users).set({ name }).where(eq(users.id, person.id));
    await recordForPerson(tx, person, "login.nameChanged", name);
  });
}
