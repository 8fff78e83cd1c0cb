import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DecodedVideo, FrameSieveError } from '@framesieve/core';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { catalogueClip, clipCatalogue } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../lib/backends.ts';
import { see, seeAll, withVideo } from '../lib/seen-frames.ts';

const recipe = clipCatalogue.stills.find(({ name }) => name === 'sequence-png')!;

let root: string;
let picture: (number: number) => string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'framesieve-sequences-'));
  const { file } = await catalogueClip(recipe);
  // The muxer counts from 1, the numbers in the pixels from 0.
  picture = number => join(dirname(file), `frame_${String(number + 1).padStart(5, '0')}.png`);
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** Makes a folder with copies of the pictures of these numbers, under these names. */
async function folderOf(name: string, files: Readonly<Record<string, number>>): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  for (const [file, number] of Object.entries(files)) await copyFile(picture(number), join(folder, file));
  return folder;
}

const numbers = async (video: DecodedVideo) => (await seeAll(video)).map(({ number }) => number);

for (const [id, available, title] of backends)
  describe.skipIf(!available)(`Numbered pictures through ${title}`, () => {
    const factory = id === 'libav' ? libavDecoder : ffmpegDecoder;

    it('are a video, wherever their numbers start, and whatever else is in the names', async () => {
      const files = { 'a%b_0117.png': 3, 'a%b_0118.png': 4, 'a%b_0119.png': 5, 'b_0120.png': 6 };
      const folder = await folderOf(`50% off %d ${id}`, files);
      await withVideo(join(folder, 'a%b_%04d.png'), factory, async video => {
        const seen = await seeAll(video);
        expect(seen.map(frame => [frame.ordinal, frame.number, frame.ptsTicks])).toEqual([
          [0, 3, 0],
          [1, 4, 1],
          [2, 5, 2],
        ]);
        expect(video.description.stream.timeBase).toEqual({ numerator: 1, denominator: 25 });
        expect(video.warnings).toEqual([]);
        expect(await see(video.framesAt([1]))).toEqual([seen[1]]);
      });
    });

    // FFmpeg looks ahead by powers of two, and so may jump a gap before it comes upon it.
    it.each([1, 3, 4])('end at a gap after %i pictures, and say so', async count => {
      const names = [...Array(9).keys()].map(i => [`${i + 1}.png`, i] as const);
      const files = Object.fromEntries(names.filter(([, i]) => i !== count));
      const folder = await folderOf(`gap ${id} ${count}`, files);
      await withVideo(join(folder, '%d.png'), factory, async video => {
        expect(await numbers(video)).toEqual([...Array(count).keys()]);
        expect(video.warnings).toEqual([expect.stringContaining(`"${count + 1}.png" is missing`)]);
      });
    });

    it('are left alone when a file is called like their pattern', async () => {
      const folder = await folderOf(`named ${id}`, { 'shot_%d.png': 7, 'shot_1.png': 1, 'shot_2.png': 2 });
      await withVideo(join(folder, 'shot_%d.png'), factory, async video => {
        expect(await numbers(video)).toEqual([7]);
      });
    });

    it('are missed by name', async () => {
      const folder = await folderOf(`none ${id}`, { 'shot_1.png': 1 });
      const opened = withVideo(join(folder, 'frame_%d.png'), factory, numbers);
      await expect(opened).rejects.toSatisfy(FrameSieveError.isInstance);
      await expect(opened).rejects.toMatchObject({ code: 'input-missing' });
    });
  });
