import { helpersOf } from "@/lib/colleagues/queries";
import { offerOffices } from "@/lib/offices/offer";

/**
 * Choices for a group: member offices, and colleagues who are not administrators anyway or are in the group
 * already.
 */
export async function groupChoices(
  headId: string,
  { offices, administrators }: { offices: readonly string[]; administrators: readonly string[] },
) {
  const [offered, helpers] = await Promise.all([
    offerOffices(headId, offices),
    helpersOf(headId, administrators),
  ]);
  return {
    offered,
    helpers: helpers.map(({ userId, name, email }) => ({ id: userId, name: name || email })),
  };
}
