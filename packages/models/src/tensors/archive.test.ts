import { open, readFile, writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { writeZip, type ZipEntry } from '@framesieve/testkit/tensor-files';
import { expect, it } from 'vitest';
import { refusal } from '../../test/refusal.ts';
import { scratchFolder } from '../../test/scratch-folder.ts';
import { type Archive, openArchive } from './archive.ts';
import { nameFile } from './bad-file.ts';
import { FileReader } from './file-reader.ts';

const inFolder = scratchFolder();
const text = Buffer.from('what stands in the entry '.repeat(100));

async function withArchive<T>(file: string, work: (archive: Archive) => T | Promise<T>): Promise<T> {
  await using handle = await open(file);
  try {
    return await work(await openArchive(new FileReader(handle, (await handle.stat()).size)));
  } catch (error) {
    throw nameFile(file, error);
  }
}

/** Writes the archive, and says why it is refused when all of it is read. */
async function refused(...entries: readonly ZipEntry[]): Promise<string> {
  const file = inFolder('refused.zip');
  await writeZip(file, entries);
  return refusalOf(file);
}

function refusalOf(file: string): Promise<string> {
  return refusal(() =>
    withArchive(file, async archive => {
      for (const entry of archive.entries.values()) await entry.read();
    }),
  );
}

it.each([
  ['plain', false],
  ['numpy', false],
  ['torch', false],
  ['plain', true],
  ['numpy', true],
  ['torch', true],
] as const)('reads entries of the style %s, deflated: %s', async (style, deflate) => {
  const file = inFolder('good.zip');
  const names = ['a', 'folder/b', 'empty'];
  const entries = names.map(name => ({ name, bytes: name === 'empty' ? Buffer.of() : text, style, deflate }));
  await writeZip(file, [...entries, { name: 'folder/', bytes: Buffer.of() }], { zip64End: deflate });
  await withArchive(file, async ({ entries }) => {
    expect([...entries.keys()]).toEqual(names);
    expect(Buffer.from(await entries.get('folder/b')!.read())).toEqual(text);
    expect(await entries.get('empty')!.read()).toHaveLength(0);
    expect(Buffer.from(await entries.get('a')!.readStart(11)).toString()).toBe('what stands');
    expect(await entries.get('a')!.readStart(1e6)).toHaveLength(text.length);
  });
});

it('reads the start of an entry without looking at the rest', async () => {
  const file = inFolder('large.zip');
  await writeZip(file, [{ name: 'a', bytes: new Uint8Array(2 ** 22), deflate: true }]);
  const bytes = await readFile(file);
  bytes.fill(0xff, 2000, 3000);
  await writeFile(file, bytes);
  await withArchive(file, async ({ entries }) => {
    expect(await entries.get('a')!.readStart(100)).toEqual(Buffer.alloc(100));
  });
  expect(await refusalOf(file)).toContain("can't be unpacked");
});

it.each(['../up', 'a/../../up', '/absolute', 'C:/absolute', 'a\\b', 'a\0b', ''])(
  'refuses the name %j',
  async name => {
    expect(await refused({ name, bytes: text })).toMatch(/ZIP archive|not a file name/);
  },
);

it('refuses two entries of the same name', async () => {
  const entry = { name: 'twice', bytes: text };
  expect(await refused(entry, entry)).toContain('two entries "twice"');
});

it('refuses encrypted entries', async () => {
  expect(await refused({ name: 'a', bytes: text, pretend: { flags: 1 }, deflate: true })).toContain(
    'is encrypted',
  );
  expect(await refused({ name: 'a', bytes: text, pretend: { flags: 0x41 } })).toContain('encryption');
});

it('refuses too many entries', async () => {
  const entries = Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}`, bytes: Buffer.of() }));
  expect(await refused(...entries)).toContain('10001 entries');
});

it('refuses wrong checksums', async () => {
  const pretend = { crc: crc32(text) ^ 1 };
  for (const deflate of [false, true])
    expect(await refused({ name: 'a', bytes: text, deflate, pretend })).toContain('checksum of "a" is wrong');
});

it.each([
  ['longer', text.length + 1, 'checksum'],
  ['shorter', text.length - 1, "can't be unpacked"],
  ['nothing', 0, "can't be unpacked"],
  ['far more than it can', 2 ** 30, 'impossible length'],
])('refuses an entry that states to be %s', async (_, size, why) => {
  expect(await refused({ name: 'a', bytes: text, deflate: true, pretend: { size } })).toContain(why);
});

it('unpacks no more of a zip bomb than it states', async () => {
  const bomb = { name: 'a', bytes: new Uint8Array(2 ** 27), deflate: true, pretend: { size: 1000 } };
  expect(await refused(bomb)).toContain("can't be unpacked");
});

it('refuses stored entries whose lengths differ', async () => {
  expect(await refused({ name: 'a', bytes: text, pretend: { size: 3 } })).toContain('mismatch');
});

it('refuses an entry that the directory calls otherwise', async () => {
  const file = inFolder('renamed.zip');
  await writeZip(file, [{ name: 'first', bytes: text }]);
  const bytes = await readFile(file);
  bytes.write('other', 30);
  await writeFile(file, bytes);
  expect(await refusalOf(file)).toContain('otherwise');
});

it('refuses positions beyond what numbers hold', async () => {
  const file = inFolder('far.zip');
  await writeZip(file, [{ name: 'a', bytes: text }], { zip64End: true });
  const bytes = await readFile(file);
  const locator = bytes.length - 22 - 20;
  bytes.fill(0xff, locator + 8, locator + 16);
  await writeFile(file, bytes);
  expect(await refusalOf(file)).toContain('behind its end');
});
