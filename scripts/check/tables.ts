/** Which nouns (folders of lib) a table belongs to, by its name in lib/db/schema. */
const OWNERS: Record<string, string[]> = {
  members: ["members"],
  memberCounts: ["members"],
  imports: ["members"],
  addressProblems: ["addresses"],
  suppressions: ["addresses"],
  erasedAddresses: ["addresses"],
  erasedProblems: ["addresses"],
  erasures: ["erasures"],
  lifts: ["addresses"],
  mailings: ["mailings"],
  mailingCounts: ["mailings"],
  messages: ["messages"],
  messageCards: ["messages"],
  batches: ["messages"],
  attempts: ["messages"],
  facts: ["messages"],
  refreshes: ["messages"],
  offices: ["offices"],
  logos: ["offices"],
  groups: ["groups"],
  groupOffices: ["groups"],
  groupAdministrators: ["groups"],
  memberships: ["offices", "auth", "colleagues"],
  invitations: ["colleagues", "offices", "auth"],
  users: ["auth"],
  sessions: ["auth"],
  loginTokens: ["auth"],
  logEntries: ["log-book"],
  secondFactors: ["auth"],
  recoveryCodes: ["auth"],
  emailChanges: ["auth"],
  providerEvents: ["inbox"],
  outbox: ["outbox"],
  providerPace: ["pace"],
  rateLimits: ["limits"],
  rateWarnings: ["rates"],
};

/**
 * Tables that another noun's statements may read, because they cover many rows and a call for each row would
 * be too slow.
 */
const BORROWED: { noun: string; table: string; why: string }[] = [
  { noun: "colleagues", table: "users", why: "lists colleagues by name in one statement" },
  { noun: "colleagues", table: "offices", why: "lists a person's invitations with the names of offices" },
  { noun: "mailings", table: "members", why: "counts and picks recipients in one statement" },
  { noun: "messages", table: "members", why: "freezes recipients and their values in one statement" },
  { noun: "confirmations", table: "members", why: "asks all cards of a view in one statement" },
  { noun: "confirmations", table: "mailings", why: "a request to many is a mailing of its own kind" },
  { noun: "messages", table: "providerEvents", why: "takes events and folds them in one transaction" },
];

/** The nouns that own a table; an empty list for a name that is not a table. */
export function ownersOf(table: string): string[] {
  return OWNERS[table] ?? [];
}

/** Whether the noun may use the table: it owns it, it is not a table, or there is a stated reason. */
export function mayUse(noun: string, table: string): boolean {
  const owners = OWNERS[table];
  return (
    !owners || owners.includes(noun) || BORROWED.some((loan) => loan.noun === noun && loan.table === table)
  );
}
