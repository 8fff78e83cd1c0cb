const startCode = Buffer.of(0, 0, 1);

/**
 * How the NAL units of H.264 and HEVC are told apart: the number of bytes of the length before each, as a configuration
 * record (ISO/IEC 14496-15) says, or `null` for start codes (Annex B).
 *
 * @param lengthOffset byte of the record whose two lowest bits are that number, less one.
 */
export function nalLengthBytes(extradata: Buffer | null, lengthOffset: number): number | null {
  if (extradata?.[0] !== 1 || extradata.length <= lengthOffset) return null;
  return (extradata[lengthOffset]! & 3) + 1;
}

/** The NAL units of a packet, without what is between them; `null` where it doesn't consist of whole ones. */
export function nalUnits(data: Buffer, lengthBytes: number | null): readonly Buffer[] | null {
  return lengthBytes === null ? delimited(data) : counted(data, lengthBytes);
}

function counted(data: Buffer, lengthBytes: number): readonly Buffer[] | null {
  const units: Buffer[] = [];
  for (let at = 0; at < data.length; ) {
    if (at + lengthBytes > data.length) return null;
    const length = data.readUIntBE(at, lengthBytes);
    at += lengthBytes;
    if (length === 0 || at + length > data.length) return null;
    units.push(data.subarray(at, at + length));
    at += length;
  }
  return units;
}

function delimited(data: Buffer): readonly Buffer[] | null {
  const starts = startCodes(data);
  if (starts.length === 0) return null;
  const units = starts.map((start, i) => data.subarray(start, (starts[i + 1] ?? data.length + 3) - 3));
  return units.some(unit => unit.length === 0) ? null : units;
}

/** Where the bytes behind each start code (0, 0, 1) begin: its value is the first of them. */
export function startCodes(data: Buffer): readonly number[] {
  const starts: number[] = [];
  for (let at = data.indexOf(startCode); at >= 0; at = data.indexOf(startCode, at + 3)) starts.push(at + 3);
  return starts.filter(start => start < data.length);
}
