/** A picture without metadata, and its size in pixels. */
export type Clean = { width: number; height: number; content: Buffer };
