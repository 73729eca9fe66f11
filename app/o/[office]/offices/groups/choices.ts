import { listColleagues } from "@/lib/colleagues/queries";
import { listMemberOffices } from "@/lib/offices/member-offices";

/**
 * What can be put into a group: member offices, and colleagues who do not enter all of them anyway, or
 * who are in it already.
 */
export async function groupChoices(headId: string, inGroup: readonly string[] = []) {
  const [offices, { colleagues }] = await Promise.all([listMemberOffices(headId), listColleagues(headId)]);
  return {
    offices: offices.map(({ id, name }) => ({ id, name })),
    administrators: colleagues
      .filter(({ userId, rights }) => rights.role !== "administrator" || inGroup.includes(userId))
      .map(({ userId, name, email }) => ({ id: userId, name: name || email })),
  };
}
