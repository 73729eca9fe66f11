/** Tag of EXIF data: which way round a picture is shown. */
const ORIENTATION = 0x0112;

/** EXIF data of a picture without all but its orientation; null if it is shown as it is stored. */
export function onlyOrientation(exif: Buffer): Buffer | null {
  const orientation = orientationIn(exif);
  if (orientation < 2 || orientation > 8) return null;
  const bare = Buffer.from("4d4d002a00000008000101120003000000010000000000000000", "hex");
  bare.writeUInt16BE(orientation, 18);
  return bare;
}

/** The orientation in EXIF data; 0 if there is none. */
function orientationIn(exif: Buffer): number {
  const little = exif.toString("latin1", 0, 2) === "II";
  const number = (at: number, bytes: 2 | 4) => {
    if (at + bytes > exif.length) return 0;
    return little ? exif.readUIntLE(at, bytes) : exif.readUIntBE(at, bytes);
  };
  const entries = number(4, 4);
  for (let entry = 0; entry < number(entries, 2); entry++) {
    const at = entries + 2 + 12 * entry;
    if (number(at, 2) === ORIENTATION) return number(at + 8, 2);
  }
  return 0;
}
