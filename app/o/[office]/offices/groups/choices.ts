import { helpersOf } from "@/lib/colleagues/queries";
import { offerOffices } from "@/lib/offices/offer";

/**
 * What can be put into a group: member offices, and colleagues who do not enter all of them anyway, or
 * who are in it already.
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
