/** In which form what is held about a person is taken along. */
export const PERSON_FILE_FORMATS = ["html", "json"] as const;

export type PersonFileFormat = (typeof PERSON_FILE_FORMATS)[number];
