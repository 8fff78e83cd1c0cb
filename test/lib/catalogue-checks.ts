import { type DecoderFactory, type FrameIndex, parsePixelFormat } from '@framesieve/core';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import {
  type CatalogueTruth,
  type ClipRecipe,
  catalogueClip,
  createRandom,
  type Random,
} from '@framesieve/testkit/clips';
import { expect } from 'vitest';
import { type SeenFrame, see, seeAll, withVideo } from './seen-frames.ts';

/** Set to read far more frames again than there is time for by default. */
const thorough = Boolean(process.env.FRAMESIEVE_THOROUGH);

/** How many ordinals are read at once: 200 in all, alone (which seeks most) up to whole passes. */
const drawSizes = [1, 1, 2, 4, 12, 60, 60, 60];

const clips = new Map<string, ReturnType<typeof catalogueClip>>();

/** The clip of a recipe, the same one throughout. */
function clipOf(recipe: ClipRecipe): ReturnType<typeof catalogueClip> {
  const known = clips.get(recipe.name) ?? catalogueClip(recipe);
  clips.set(recipe.name, known);
  return known;
}

/** What backends gave of clips so far: every check needs it. */
const decoded = new Map<string, Promise<readonly SeenFrame[]>>();

/** All frames of a clip as a backend gives them, with its stream and that it found no damage checked. */
function decode(recipe: ClipRecipe, factory: DecoderFactory): Promise<readonly SeenFrame[]> {
  const key = `${factory.id} ${recipe.name}`;
  const known = decoded.get(key) ?? decodeWhole(recipe, factory);
  decoded.set(key, known);
  return known;
}

async function decodeWhole(recipe: ClipRecipe, factory: DecoderFactory): Promise<readonly SeenFrame[]> {
  const { file, truth } = await clipOf(recipe);
  return withVideo(file, factory, async video => {
    const { index: stream, timeBase } = video.description.stream;
    expect({ stream, timeBase }).toEqual({ stream: truth.stream, timeBase: truth.timeBase });
    const seen = await seeAll(video);
    expect(video.issues).toEqual([]);
    return seen;
  });
}

/** A clip as one backend gives it agrees with what is true of it. */
export async function expectTruth(recipe: ClipRecipe, factory: DecoderFactory): Promise<void> {
  const { truth } = await clipOf(recipe);
  const seen = await decode(recipe, factory);
  expect(seen.map(frame => frame.number)).toEqual(truth.numbers);
  expectTimes(seen, truth);
  expect(seen.flatMap(({ keyFrame, ordinal }) => (keyFrame ? [ordinal] : []))).toEqual(truth.keyFrames);
  expectPictures(seen, truth);
}

function expectTimes(seen: readonly SeenFrame[], { ptsTicks }: CatalogueTruth): void {
  const times = seen.map(frame => frame.ptsTicks);
  if (ptsTicks !== null) {
    expect(times).toEqual(ptsTicks);
    return;
  }
  // Times from the order of decoding only: they are even, which is all that can be said of them. The one or two
  // that come out last, when nothing goes in any more, have none.
  const known = times.filter(time => time !== null);
  expect(known.length).toBeGreaterThanOrEqual(times.length - 2);
  const steps = new Set(known.slice(1).map((time, i) => time - known[i]!));
  expect(steps.size).toBe(known.length > 1 ? 1 : 0);
  for (const step of steps) expect(step).toBeGreaterThan(0);
}

function expectPictures(seen: readonly SeenFrame[], { pictures }: CatalogueTruth): void {
  for (const { ordinal, width, height, pixelFormat } of seen) {
    const stated = pictures.findLast(({ from }) => from <= ordinal)!;
    // Formats of interleaved samples travel as planes.
    const planar = parsePixelFormat(stated.pixelFormat.replace('yuvj', 'yuv'))?.name ?? pixelFormat;
    expect({ ordinal, width, height, pixelFormat }).toEqual({
      ordinal,
      width: stated.width,
      height: stated.height,
      pixelFormat: planar,
    });
  }
}

/** Frames that are read again, by the index of a complete decode, are those that the decode gave. */
export async function expectRereading(
  recipe: ClipRecipe,
  factory: DecoderFactory,
  sizes = drawSizes,
): Promise<void> {
  const { file } = await clipOf(recipe);
  const seen = await decode(recipe, factory);
  await withVideo(file, factory, async video => {
    const index = indexOf(seen);
    const random = createRandom(seen.length);
    for (const size of thorough ? Array(20).fill(sizes).flat() : sizes) {
      const ordinals = draw(random, size, seen.length);
      const reread = await see(video.framesAt(ordinals, { index }));
      expect(reread).toEqual(ordinals.map(ordinal => seen[ordinal]));
    }
  });
}

/** An index that is wrong costs time, and no more: each frame read by it is the right one. */
export async function expectDistrust(recipe: ClipRecipe): Promise<void> {
  const { file } = await clipOf(recipe);
  const seen = await decode(recipe, libavDecoder);
  await withVideo(file, libavDecoder, async video => {
    const random = createRandom(1);
    // By default half of the ways to be wrong per clip.
    const half = recipe.name.length % 2;
    const wrong = wrongIndexes(seen).filter((_index, i) => thorough || i % 2 === half);
    for (const index of wrong) {
      for (const size of thorough ? Array(50).fill([1, 2]).flat() : [1]) {
        const ordinals = draw(random, size, seen.length);
        const reread = await see(video.framesAt(ordinals, { index }));
        expect(reread).toEqual(ordinals.map(ordinal => seen[ordinal]));
      }
    }
  });
}

/** Both backends agree on every frame of a clip, to the last sample. */
export async function expectAgreement(recipe: ClipRecipe): Promise<void> {
  await expectTruth(recipe, ffmpegDecoder);
  expect(await decode(recipe, ffmpegDecoder)).toEqual(await decode(recipe, libavDecoder));
}

function indexOf(seen: readonly SeenFrame[]): FrameIndex {
  return {
    ptsTicks: Float64Array.from(seen, ({ ptsTicks }, ordinal) => ptsTicks ?? ordinal),
    keyFrames: Uint8Array.from(seen, ({ keyFrame }) => Number(keyFrame)),
  };
}

/** What a damaged index, or that of another version of a file, may look like. */
function wrongIndexes(seen: readonly SeenFrame[]): readonly FrameIndex[] {
  const { ptsTicks, keyFrames } = indexOf(seen);
  const step = (ptsTicks[1] ?? 1) - (ptsTicks[0] ?? 0) || 1;
  const half = seen.length >> 1;
  const wrong: FrameIndex[] = [
    { ptsTicks: ptsTicks.map(ticks => ticks + step), keyFrames },
    { ptsTicks: ptsTicks.map(ticks => ticks - 3 * step), keyFrames },
    { ptsTicks: ptsTicks.map((ticks, i) => ptsTicks[i ^ 1] ?? ticks), keyFrames },
    { ptsTicks: ptsTicks.toReversed(), keyFrames },
    { ptsTicks, keyFrames: keyFrames.map(() => 1) },
    { ptsTicks, keyFrames: keyFrames.map((_key, i) => keyFrames[(i + 3) % keyFrames.length]!) },
  ];
  // Where all frames are key frames, one that is missing in the index's second half shows in the samples only; where
  // times come twice, so does a second half that the index lacks. There it is for the fingerprint to tell.
  if (seen.filter(({ keyFrame }) => keyFrame).length < half)
    wrong.push({
      ptsTicks: ptsTicks.map((ticks, i) => (i < half ? ticks : (ptsTicks[i + 1] ?? ticks + step))),
      keyFrames,
    });
  if (new Set(ptsTicks).size === ptsTicks.length)
    wrong.push({ ptsTicks: ptsTicks.slice(0, half), keyFrames: keyFrames.slice(0, half) });
  return wrong;
}

function draw(random: Random, size: number, frames: number): readonly number[] {
  const ordinals = new Set<number>();
  for (let i = 0; i < size; i++) ordinals.add(Math.floor(random.between(0, frames)));
  return [...ordinals].sort((a, b) => a - b);
}
