/* Choices in forms. Imports nothing, because the browser loads it. */

/** Settings that a head office may share with its member offices. */
export const INHERITABLE = ["replyTo", "postalAddress", "footer", "logoId"] as const;

export type Inheritable = (typeof INHERITABLE)[number];

/** Days for which the provider's events may be kept in full. */
export const EVENT_DAYS = [30, 60, 90, 180, 365] as const;
