import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingBytes } from './missing-bytes.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-missing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const clips: readonly (readonly [extension: string, options: ClipOptions])[] = [
  ['mp4', { frames: 6, muxerOptions: { movflags: 'faststart' } }],
  ['mkv', { frames: 6 }],
  ['webm', { frames: 6, encoder: 'libvpx-vp9' }],
  ['avi', { frames: 6, encoder: 'mpeg4' }],
];

describe.each(clips)('%s', (extension, options) => {
  it('says how much is missing of a file that was cut off, and nothing of a whole one', async () => {
    const { file } = await sharedClip(extension, options);
    const whole = await readFile(file);
    const path = join(folder, `cut.${extension}`);
    expect(await missingBytes(file)).toBe(0);
    await writeFile(path, Buffer.concat([whole, Buffer.alloc(100)]));
    expect(await missingBytes(path)).toBe(0);
    const within = fc.integer({ min: Math.floor(whole.length / 2), max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(within, async length => {
        await writeFile(path, whole.subarray(0, length));
        expect(await missingBytes(path)).toBe(whole.length - length);
      }),
      { numRuns: 20 },
    );
  });
});

it('says of Ogg how much is missing of its last page', async () => {
  const { file } = await sharedClip('ogv', { frames: 6, encoder: 'libtheora' });
  const whole = await readFile(file);
  const path = join(folder, 'cut.ogv');
  expect(await missingBytes(file)).toBe(0);
  await writeFile(path, whole.subarray(0, -7));
  expect(await missingBytes(path)).toBe(7);
});

it('says nothing of what has no length, and of anything else', async () => {
  const { file } = await sharedClip('ts', { frames: 6 });
  const whole = await readFile(file);
  const path = join(folder, 'anything');
  await writeFile(path, whole.subarray(0, -100));
  expect(await missingBytes(path)).toBe(0);
  const heads = fc.constantFrom('RIFF', 'OggS', '\0\0\0\x18ftyp', '\x1aE\xdf\xa3', '');
  await fc.assert(
    fc.asyncProperty(heads, fc.uint8Array({ minLength: 1, maxLength: 100 }), async (head, rest) => {
      await writeFile(path, Buffer.concat([Buffer.from(head, 'latin1'), rest]));
      expect(await missingBytes(path)).toBeGreaterThanOrEqual(0);
    }),
  );
});
