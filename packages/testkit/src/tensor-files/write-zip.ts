import { open } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Compresses; otherwise the bytes are stored. */
  readonly deflate?: boolean;
  /**
   * Whose local header to write. `numpy` has its lengths in a zip64 field that the central directory lacks; `torch`
   * has none, puts them behind the data, and pads so that the data start at a multiple of 64.
   */
  readonly style?: 'plain' | 'numpy' | 'torch';
  /** What both headers say instead of the truth. */
  readonly pretend?: { readonly crc?: number; readonly size?: number; readonly flags?: number };
}

interface Written {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly stored: number;
  readonly size: number;
  readonly offset: number;
}

const limit32 = 0xffffffff;

/**
 * Writes a ZIP archive, one entry after another, so that `entries` may be a generator that makes each when it is asked
 * for. The same entries give the same bytes.
 *
 * @throws RangeError when the archive would exceed 4 GiB.
 */
export async function writeZip(
  file: string,
  entries: Iterable<ZipEntry>,
  { zip64End = false }: { readonly zip64End?: boolean } = {},
): Promise<void> {
  await using handle = await open(file, 'w');
  const directory: Written[] = [];
  let offset = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    await handle.writeFile(bytes);
    offset += bytes.length;
  };
  for (const entry of entries) {
    const { head, data, tail, written } = encode(entry, offset);
    for (const part of [head, data, tail]) await write(part);
    if (offset > limit32) throw new RangeError('The archive exceeds 4 GiB.');
    directory.push(written);
  }
  const start = offset;
  for (const written of directory) await write(centralHeader(written));
  await write(endOf(directory.length, start, offset - start, zip64End));
}

function encode({ name, bytes, deflate = false, style = 'plain', pretend = {} }: ZipEntry, offset: number) {
  const data = deflate ? deflateRawSync(bytes) : bytes;
  const flags = (pretend.flags ?? 0) | (style === 'torch' ? 0x808 : 0x800);
  const crc = pretend.crc ?? crc32(bytes);
  const size = pretend.size ?? bytes.length;
  const encodedName = Buffer.from(name);
  const written = {
    name: encodedName,
    flags,
    method: deflate ? 8 : 0,
    crc,
    stored: data.length,
    size,
    offset,
  };
  const extra = extraField(style, written);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(style === 'numpy' ? 45 : 20, 4);
  head.writeUInt16LE(flags, 6);
  head.writeUInt16LE(written.method, 8);
  head.writeUInt16LE(0x21, 12);
  head.writeUInt32LE(style === 'torch' ? 0 : crc, 14);
  const lengths = { plain: [data.length, size], numpy: [limit32, limit32], torch: [0, 0] }[style];
  head.writeUInt32LE(lengths[0]!, 18);
  head.writeUInt32LE(lengths[1]!, 22);
  head.writeUInt16LE(encodedName.length, 26);
  head.writeUInt16LE(extra.length, 28);
  const tail = style === 'torch' ? words(0x08074b50, crc, data.length, size) : new Uint8Array();
  return { head: Buffer.concat([head, encodedName, extra]), data, tail, written };
}

function extraField(style: ZipEntry['style'], { name, stored, size, offset }: Written): Buffer {
  if (style === 'numpy') {
    const extra = Buffer.alloc(20);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(16, 2);
    extra.writeBigUInt64LE(BigInt(size), 4);
    extra.writeBigUInt64LE(BigInt(stored), 12);
    return extra;
  }
  if (style !== 'torch') return Buffer.alloc(0);
  const padding = 63 - ((offset + 30 + name.length + 4 + 63) % 64);
  const extra = Buffer.alloc(4 + padding, 'Z');
  extra.write('FB', 0);
  extra.writeUInt16LE(padding, 2);
  return extra;
}

function centralHeader({ name, flags, method, crc, stored, size, offset }: Written): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, 6);
  head.writeUInt16LE(flags, 8);
  head.writeUInt16LE(method, 10);
  head.writeUInt16LE(0x21, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(stored, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, name]);
}

function endOf(count: number, start: number, length: number, zip64: boolean): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(start, 16);
  if (!zip64) return end;
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  for (const [at, value] of [count, count, length, start].entries())
    record.writeBigUInt64LE(BigInt(value), 24 + 8 * at);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(start + length), 64);
  record.writeUInt32LE(1, 72);
  return Buffer.concat([record, end]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, 4 * at);
  return bytes;
}
