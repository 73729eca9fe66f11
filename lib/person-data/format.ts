/** The formats in which a person's data can be exported. */
export const PERSON_FILE_FORMATS = ["html", "json"] as const;

export type PersonFileFormat = (typeof PERSON_FILE_FORMATS)[number];
