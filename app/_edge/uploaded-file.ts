import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { Busboy } from "@fastify/busboy";

export type UploadedFile = { name: string; content: Uint8Array };

/**
 * The file in a field of a posted form, assembled as it arrives; `formData` would hold it in memory four
 * times.
 *
 * @param field name of the form's field.
 * @param largest bytes of the file.
 * @returns why there is none: nothing was chosen, or it is larger.
 */
export async function uploadedFile(
  request: Request,
  field: string,
  largest: number,
): Promise<UploadedFile | "missing" | "tooLarge"> {
  const type = request.headers.get("content-type");
  if (!request.body || !type?.startsWith("multipart/form-data")) return "missing";
  const announced = Number(request.headers.get("content-length")) || 0;
  const content = new Gathered(Math.min(Math.max(announced, 0), largest));
  let name = "";
  let tooLarge = false;
  try {
    const form = new Busboy({
      headers: { "content-type": type },
      limits: { files: 1, fileSize: largest },
    });
    form.on("file", (fieldName, file, fileName) => {
      /* If the form is cut off. The pipeline reports it too; without a listener the event would end the
         process. */
      file.on("error", () => {});
      if (fieldName !== field) return file.resume();
      name = fileName ?? "";
      file.on("limit", () => {
        tooLarge = true;
      });
      file.on("data", (part: Buffer) => content.add(part));
    });
    await pipeline(Readable.fromWeb(request.body as ReadableStream), form);
  } catch {
    /* Not a form, or one that was cut off, as a very large one is on its way here. */
    if (!tooLarge) return "missing";
  }
  if (tooLarge) return "tooLarge";
  return name ? { name, content: content.bytes() } : "missing";
}

/** Collects bytes in one buffer as they arrive; keeping the parts would hold them twice. */
class Gathered {
  #room: Buffer;
  #size = 0;

  /** @param expected bytes; the declared length may be wrong or missing. */
  constructor(expected: number) {
    this.#room = Buffer.allocUnsafeSlow(expected);
  }

  add(part: Buffer): void {
    const size = this.#size + part.length;
    if (size > this.#room.length) {
      const larger = Buffer.allocUnsafeSlow(2 * size);
      this.#room.copy(larger, 0, 0, this.#size);
      this.#room = larger;
    }
    part.copy(this.#room, this.#size);
    this.#size = size;
  }

  bytes(): Buffer {
    return this.#room.subarray(0, this.#size);
  }
}
