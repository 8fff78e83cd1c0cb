import { promisify } from 'node:util';
import { constants, crc32, createInflateRaw, inflateRaw } from 'node:zlib';
import { messageOf } from '@framesieve/core';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { BadFile, shown } from './bad-file.ts';
import type { FileReader } from './file-reader.ts';

/** A ZIP archive of which single entries are read into memory. */
export interface Archive {
  /** By name, in the order of the archive's directory; folders are left out. */
  readonly entries: ReadonlyMap<string, ArchiveEntry>;
}

/** An entry of an archive. Its methods throw {@link BadFile}. */
export interface ArchiveEntry {
  readonly name: string;
  /** Bytes when unpacked, as the archive states; {@link read} holds it to that. */
  readonly size: number;
  /** All bytes, with their checksum verified. */
  read(): Promise<Uint8Array>;
  /** The first `length` bytes, or all if there are fewer. Nothing is verified. */
  readStart(length: number): Promise<Uint8Array>;
}

const entryLimit = 10_000;
// Far above what metrics' parameters have, and still something a machine can hold.
const sizeLimit = 2 ** 31;
const totalLimit = 2 ** 34;
// What DEFLATE can reach at best (zlib's technical notes: 1032 to 1).
const bestRatio = 1032;
const stored = 0;
const deflated = 8;
const inflate = promisify(inflateRaw);

/**
 * Reads the directory of a ZIP archive.
 *
 * @throws BadFile when it is damaged, or names, lengths or numbers in it are not what an honest archive has.
 */
export async function openArchive(reader: FileReader): Promise<Archive> {
  const zip = await attempt(() =>
    fromRandomAccessReaderPromise(reader, reader.size, { autoClose: false, strictFileNames: true }),
  );
  if (zip.entryCount > entryLimit)
    throw new BadFile(`is an archive of ${zip.entryCount} entries, more than ${entryLimit}`);
  const entries = new Map<string, ArchiveEntry>();
  let total = 0;
  for (const entry of await attempt(() => Array.fromAsync(zip.eachEntry()))) {
    checkEntry(entry, reader.size);
    total += entry.uncompressedSize;
    const name = entry.fileName;
    if (entries.has(name)) throw new BadFile(`is an archive with two entries "${shown(name)}"`);
    entries.set(name, {
      name,
      size: entry.uncompressedSize,
      read: () => read(zip, reader, entry),
      readStart: length => readStart(zip, reader, entry, length),
    });
  }
  if (total > totalLimit) throw new BadFile(`is an archive of ${total} bytes when unpacked: too many`);
  for (const name of [...entries.keys()]) if (name.endsWith('/')) entries.delete(name);
  return { entries };
}

function checkEntry(entry: Entry, fileSize: number): void {
  const { fileName, compressedSize, uncompressedSize, compressionMethod } = entry;
  const fail = (what: string) => new BadFile(`is an archive whose entry "${shown(fileName)}" ${what}`);
  if (fileName === '' || fileName.includes('\0')) throw fail('has a name that is not a file name');
  if (entry.isEncrypted()) throw fail('is encrypted');
  if (compressionMethod !== stored && compressionMethod !== deflated)
    throw fail(`is packed by a method that is not known here (${compressionMethod})`);
  if (compressedSize > fileSize) throw fail('is longer than the file');
  if (uncompressedSize > sizeLimit || uncompressedSize > bestRatio * compressedSize + bestRatio)
    throw fail(`states an impossible length of ${uncompressedSize} bytes`);
}

async function read(zip: ZipFile, reader: FileReader, entry: Entry): Promise<Uint8Array> {
  const packed = await readPacked(zip, reader, entry, entry.compressedSize);
  const bytes = entry.compressionMethod === stored ? packed : await unpack(entry, packed);
  if (bytes.length !== entry.uncompressedSize || crc32(bytes) !== entry.crc32)
    throw new BadFile(`is damaged: the checksum of "${shown(entry.fileName)}" is wrong`);
  return bytes;
}

async function unpack(entry: Entry, packed: Uint8Array): Promise<Uint8Array> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(entry.uncompressedSize, 1) });
  } catch (cause) {
    throw new BadFile(`is damaged: "${shown(entry.fileName)}" can't be unpacked (${messageOf(cause)})`, {
      cause,
    });
  }
}

async function readStart(
  zip: ZipFile,
  reader: FileReader,
  entry: Entry,
  length: number,
): Promise<Uint8Array> {
  const wanted = Math.min(length, entry.uncompressedSize);
  if (entry.compressionMethod === stored) return readPacked(zip, reader, entry, wanted);
  // Twice as much, and room for the code tables, is more than DEFLATE needs at worst.
  const packed = await readPacked(zip, reader, entry, Math.min(entry.compressedSize, 2 * wanted + 1024));
  const stream = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
  stream.end(packed);
  const parts: Buffer[] = [];
  let have = 0;
  return attempt(async () => {
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part);
      have += part.length;
      if (have >= wanted) break;
    }
    return Buffer.concat(parts).subarray(0, wanted);
  });
}

/** The first bytes of an entry as the archive has them. */
async function readPacked(
  zip: ZipFile,
  reader: FileReader,
  entry: Entry,
  length: number,
): Promise<Uint8Array> {
  return attempt(async () => {
    const header = await zip.readLocalFileHeaderPromise(entry);
    if (!header.fileName.equals(entry.fileNameRaw) || header.compressionMethod !== entry.compressionMethod)
      throw new Error(`its directory says otherwise than "${shown(entry.fileName)}" itself`);
    const bytes = new Uint8Array(length);
    await reader.readInto(bytes, header.fileDataStart);
    return bytes;
  });
}

/** Whatever the library finds wrong is a fault of the file. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof BadFile) throw cause;
    const reason = shown(messageOf(cause).replace(/\.$/, ''));
    throw new BadFile(`is a damaged or incomplete ZIP archive: ${reason}`, { cause });
  }
}
