/** What stands before each unit of a byte stream of H.264 (ITU-T H.264, annex B). */
export const startCode = Buffer.from([0, 0, 0, 1]);

/** The units of such a stream, without start codes and padding. */
export function splitAnnexB(stream: Buffer): Buffer[] {
  const units: Buffer[] = [];
  const prefix = startCode.subarray(1);
  for (let at = stream.indexOf(prefix); at >= 0; ) {
    const start = at + prefix.length;
    at = stream.indexOf(prefix, start);
    let end = at < 0 ? stream.length : at;
    while (end > start && stream[end - 1] === 0) end -= 1;
    units.push(stream.subarray(start, end));
  }
  return units;
}
