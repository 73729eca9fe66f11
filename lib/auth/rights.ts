/** The programs that rights are given for: the register of members, and the mailings. */
export type Program = "register" | "mailings";

/** Each right includes the ones before it. */
export const RIGHTS = ["none", "read", "write"] as const;

export type Right = (typeof RIGHTS)[number];

/** What a person may do in one office. */
export type Rights = { administrator: boolean } & Record<Program, Right>;

/** The right that is required; undefined: being a colleague of the office is enough. */
export type Need = { program: Program; right: "read" | "write" } | { administrator: true } | undefined;

/** A person's place in an office, and in its head office. */
export type Standing = {
  role: "administrator" | "colleague" | null;
  registerRight: Right | null;
  mailingsRight: Right | null;
  headOfficeAdministrator: boolean;
  /** Looks after a group of member offices that this one is in. */
  groupAdministrator: boolean;
};

/**
 * Rights in an office: an administrator, also one of the head office or of a group that the office is in,
 * has all of them; a colleague those given per program.
 *
 * @returns null for somebody who has no place in the office.
 */
export function rightsOf(standing: Standing): Rights | null {
  const { role, headOfficeAdministrator, groupAdministrator } = standing;
  if (role === "administrator" || headOfficeAdministrator || groupAdministrator) {
    return { administrator: true, register: "write", mailings: "write" };
  }
  if (role === null) return null;
  return {
    administrator: false,
    register: standing.registerRight ?? "none",
    mailings: standing.mailingsRight ?? "none",
  };
}

/** Whether the rights are enough. */
export function may(rights: Rights, need: Need): boolean {
  if (!need || rights.administrator) return true;
  if ("administrator" in need) return false;
  return RIGHTS.indexOf(rights[need.program]) >= RIGHTS.indexOf(need.right);
}
