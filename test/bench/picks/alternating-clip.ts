import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rational, RgbImage } from '@framesieve/core';
import { createRandom, encodeClip, encodeSettings } from '@framesieve/testkit/clips';
import { lengthened, readSource } from './read-source.ts';
import { rgbToYuv420 } from './rgb-to-yuv.ts';
import type { Source } from './sources.ts';
import { type BadKind, planStretches } from './stretches.ts';
import { worsen } from './worsen.ts';

/** To be raised when the same recipe gives other pictures. */
const recipeVersion = 1;

/** So that a stretch has some eight frames. */
const leastFrames = 17 * 8;

/** How clips are made, and where they are kept. */
export interface ClipSettings {
  readonly seed: number;
  /** Most lines of a picture. */
  readonly lines: number;
  /** Folder that clips are kept in from one run to the next. */
  readonly cache: string;
}

/**
 * Makes the alternating clip of a source, or finds it in the cache. Its stretches are those that `planStretches` gives for
 * its number of frames and the seed.
 */
export async function alternatingClip(source: Source, settings: ClipSettings): Promise<string> {
  return cachedClip([source, settings.seed, settings.lines], source, settings, async () => {
    const { pictures, frameRate } = await readSource(source, settings.lines);
    const shown = lengthened(pictures, source.frames ?? Math.max(leastFrames, pictures.length));
    return { pictures: alternate(shown, settings.seed), size: shown[0]!, frameRate };
  });
}

/** The same source, encoded alike, with nothing made bad and nothing repeated. */
export async function originalClip(source: Source, settings: ClipSettings): Promise<string> {
  return cachedClip([source, settings.lines], source, settings, async () => {
    const { pictures, frameRate } = await readSource(source, settings.lines);
    return { pictures, size: pictures[0]!, frameRate };
  });
}

interface ClipContent {
  readonly pictures: Iterable<RgbImage> | AsyncIterable<RgbImage>;
  readonly size: Pick<RgbImage, 'width' | 'height'>;
  readonly frameRate: Rational;
}

async function cachedClip(
  recipe: readonly unknown[],
  { name, path }: Source,
  { cache }: ClipSettings,
  content: () => Promise<ClipContent>,
): Promise<string> {
  const { size, mtimeMs } = statSync(path);
  const key = createHash('sha256').update(JSON.stringify([recipeVersion, recipe, size, mtimeMs]));
  const file = join(cache, `${name}-${key.digest('hex').slice(0, 16)}.mp4`);
  if (existsSync(file)) return file;
  await mkdir(cache, { recursive: true });
  const working = join(cache, `${name}-${process.pid}.making.mp4`);
  try {
    await encode(working, await content());
    await rename(working, file);
  } finally {
    await rm(working, { force: true });
  }
  return file;
}

async function* alternate(pictures: readonly RgbImage[], seed: number): AsyncGenerator<RgbImage> {
  const random = createRandom(seed);
  const meanLuma = meanLevel(pictures);
  for (const { kind, good, start, end } of planStretches(pictures.length, seed)) {
    for (let ordinal = start; ordinal < end; ordinal++) {
      if (good) yield pictures[ordinal]!;
      else yield worsen({ pictures, ordinal, meanLuma }, kind as BadKind, random);
    }
  }
}

/** 0 … 1, over every thousandth pixel. */
function meanLevel(pictures: readonly RgbImage[]): number {
  let [sum, count] = [0, 0];
  for (const { data } of pictures) {
    for (let i = 0; i < data.length; i += 3000, count++) {
      sum += 0.2126 * data[i]! + 0.7152 * data[i + 1]! + 0.0722 * data[i + 2]!;
    }
  }
  return sum / count / 255;
}

async function encode(file: string, { pictures, size, frameRate }: ClipContent): Promise<void> {
  const settings = encodeSettings({
    ...{ encoder: 'libx264', pixelFormat: 'yuv420p', width: size.width, height: size.height },
    ...{ frameRate, gop: 250, bFrames: 2 },
    color: {
      ...{ matrix: 'bt709', range: 'limited', chromaLocation: 'center' },
      ...{ transfer: 'bt709', primaries: 'bt709' },
    },
    encoderOptions: { preset: 'veryfast', crf: '18' },
  });
  async function* timed() {
    let ptsTicks = 0;
    for await (const picture of pictures) {
      yield { bytes: rgbToYuv420(picture), ptsTicks: ptsTicks++, durationTicks: 1 };
    }
  }
  await encodeClip(file, settings, timed());
}
