/** The cookie in which a visitor's choice of language stays. */
export const LANGUAGE_COOKIE = "language";
