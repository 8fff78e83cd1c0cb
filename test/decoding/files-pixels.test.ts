import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PictureFormat } from '@framesieve/core';
import { frameToRgb } from '@framesieve/decoder';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import {
  colorRecipes,
  drawTestPicture,
  orientationRecipes,
  type PixelRecipe,
  pixelClip,
  readFrameNumber,
  type StatedPicture,
  sampleRecipes,
  scanRecipes,
  shapeRecipes,
} from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { decodeWith, frameOf, type PlainFrame, type PlainVideo, planesOf } from '../lib/decode-with.ts';

const found = await ffmpegDecoder.availability();
const title = found.available ? `libav and ffmpeg ${found.version}` : 'libav; there is no ffmpeg command';

/** What a frame says of itself, of the tags only those that the truth names. */
function stated({ format }: PlainFrame, truth: StatedPicture): StatedPicture {
  const { pixelFormat, color, ...shape } = format;
  const tags = Object.keys(truth.color) as (keyof PictureFormat['color'])[];
  return {
    ...shape,
    pixelFormat: pixelFormat.name,
    color: Object.fromEntries(tags.map(tag => [tag, color[tag]])),
  };
}

function numbers({ frames }: PlainVideo): readonly (number | null)[] {
  return frames.map(frame => readFrameNumber(planesOf(frame)[0]!));
}

/** Everything but the samples. */
function facts({ frames }: PlainVideo, { keyFramesVary }: PixelRecipe) {
  return frames.map(({ bytes: _, ...frame }) => (keyFramesVary ? { ...frame, keyFrame: null } : frame));
}

function headers({ stream }: PlainVideo) {
  const { width, height, color, rotation, mirrored, pixelAspect, timeBase } = stream;
  return { width, height, color, rotation, mirrored, pixelAspect, timeBase };
}

describe.each([
  ['Orientation', orientationRecipes],
  ['Shape', shapeRecipes],
  ['Samples', sampleRecipes],
  ['Colour tags', colorRecipes],
  ['Scan', scanRecipes],
])(`%s as the file has it, through ${title}`, (_, recipes) => {
  it.each(recipes)('$name', async recipe => {
    const { file } = await pixelClip(recipe);
    const [libav, ffmpeg] = await Promise.all([
      decodeWith(libavDecoder, file),
      found.available ? decodeWith(ffmpegDecoder, file) : null,
    ]);
    expect(libav.issues).toEqual([]);
    expect(libav.frames.map((frame, i) => stated(frame, recipe.frames[i]!))).toEqual(recipe.frames);
    const { width, height } = recipe.frames[0]!;
    const { numbered = true } = recipe.options;
    if (numbered) {
      expect(numbers(libav)).toEqual(recipe.frames.map((_, ordinal) => ordinal));
    }
    if (recipe.lossless) {
      for (const frame of libav.frames) {
        const drawn = drawTestPicture(
          { format: frame.format.pixelFormat, width, height, numbered },
          frame.ordinal,
        );
        expect(Buffer.compare(frame.bytes, drawn)).toBe(0);
      }
    }
    if (!ffmpeg) return;
    expect(ffmpeg.issues).toEqual([]);
    expect(facts(ffmpeg, recipe)).toEqual(facts(libav, recipe));
    expect(headers(ffmpeg)).toEqual(headers(libav));
    for (const [i, { bytes }] of ffmpeg.frames.entries()) {
      expect(Buffer.compare(bytes, libav.frames[i]!.bytes)).toBe(0);
    }
  });
});

describe('Frames that differ in what they state', () => {
  const changing = [...orientationRecipes, ...scanRecipes].filter(({ name }) => /anew|PAFF/.test(name));
  const decoders = found.available ? [libavDecoder, ffmpegDecoder] : [libavDecoder];

  it.each(changing)('are the same when they are read again: $name', async recipe => {
    const { file } = await pixelClip(recipe);
    for (const decoder of decoders) {
      const { frames } = await decodeWith(decoder, file);
      const again = await decodeWith(decoder, file, [1, 2]);
      expect(again.frames).toEqual(frames.slice(1, 3));
    }
  });
});

describe.skipIf(!found.available)(
  `Upright pictures (${found.available ? found.version : 'skipped: there is no ffmpeg command'})`,
  () => {
    const turned = orientationRecipes.filter(({ name }) => /^turned by .*mp4$/.test(name));

    it.each(turned)('are turned as the ffmpeg command turns them: $name', async recipe => {
      const { file } = await pixelClip(recipe);
      const { frames } = await decodeWith(libavDecoder, file);
      const ours = frameToRgb(frameOf(frames[0]!));
      const output = ['-frames:v', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
      const { stdout } = await promisify(execFile)(
        process.env.FRAMESIEVE_FFMPEG || 'ffmpeg',
        ['-v', 'error', '-nostdin', '-i', file, ...output],
        { encoding: 'buffer' },
      );
      expect(stdout).toHaveLength(ours.data.length);
      const apart = stdout.reduce((sum, sample, i) => sum + Math.abs(sample - ours.data[i]!), 0);
      // It turns before it interpolates chroma, and scales by other rules. Turned otherwise, the means are 30 and more apart.
      expect(apart / stdout.length).toBeLessThan(4);
    });
  },
);
