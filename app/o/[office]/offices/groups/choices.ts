import { listColleagues } from "@/lib/colleagues/queries";
import { listMemberOffices } from "@/lib/offices/member-offices";

/** What can be put into a group: member offices, and colleagues who do not enter all of them anyway. */
export async function groupChoices(headId: string) {
  const [offices, { colleagues }] = await Promise.all([listMemberOffices(headId), listColleagues(headId)]);
  return {
    offices: offices.map(({ id, name }) => ({ id, name })),
    administrators: colleagues
      .filter(({ rights }) => rights.role !== "administrator")
      .map(({ userId, name, email }) => ({ id: userId, name: name || email })),
  };
}
