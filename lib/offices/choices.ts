/* What forms offer to choose from. It imports nothing: the browser gets it along with them. */

/** What a head office may hand down to its member offices. */
export const INHERITABLE = ["replyTo", "postalAddress", "footer", "logoId"] as const;

export type Inheritable = (typeof INHERITABLE)[number];

/** Days for which what the provider tells may be kept in full. */
export const EVENT_DAYS = [30, 60, 90, 180, 365] as const;
