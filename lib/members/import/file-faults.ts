export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Why a file cannot be read at all (`import.fileFaults`). */
export const FILE_FAULTS = [
  "empty",
  "tooLarge",
  "spreadsheet",
  "binary",
  "quotes",
  "tooManyColumns",
  "tooManyRows",
  "noHeader",
  "noNames",
  "noRows",
] as const;

export type FileFault = (typeof FILE_FAULTS)[number];
