import { writeFile } from 'node:fs/promises';
import { parse } from 'node:path';
import type { Rational } from '@framesieve/core';
import { type Picture, takePicture } from './camera.ts';
import { deadLeaves, type Plane, type Scene } from './dead-leaves.ts';
import { addNoise, defocus, expose, motionBlur } from './degrade.ts';
import { demoStretches, type Stretch } from './demo-plan.ts';
import { type EncodeSettings, encodeClip } from './encode-clip.ts';
import { generatorVersion } from './generator-version.ts';
import { storedTimes } from './packet-times.ts';
import { createRandom, type Random } from './random.ts';

/** How to make the demo clip. */
export interface DemoClipOptions {
  /** Pixels, even; 640 by default. */
  readonly width?: number;
  /** Pixels, even; 360 by default. */
  readonly height?: number;
  /** Chooses the scenes and the noise; 1 by default. */
  readonly seed?: number;
  /** Called as each frame goes to the encoder. */
  onProgress?(frame: number, total: number): void;
}

/** What is true of the demo clip. */
export interface DemoTruth {
  /** `generatorVersion()` of what made it: a clip of another version is stale. */
  readonly generator: string;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly timeBase: Rational;
  /** Timestamp of each frame, as the file has it. */
  readonly ptsTicks: readonly number[];
  readonly keyFrames: readonly number[];
  readonly stretches: readonly Stretch[];
}

const frameRate: Rational = { numerator: 30, denominator: 1 };
/** Pixels per frame. */
const panSpeed = 1.3;
const fastPanSpeed = 14;

/**
 * Makes a clip of some eleven seconds in which good and bad stretches take turns: a camera pans over "dead leaves"
 * scenes and loses focus, moves too fast, and so on. H.264 with B-frames, 4:2:0, tagged as BT.709 in limited range.
 *
 * @returns the truth, which is also written beside the clip as `<name>.truth.json`.
 */
export async function makeDemoClip(file: string, options: DemoClipOptions = {}): Promise<DemoTruth> {
  const { width = 640, height = 360, seed = 1 } = options;
  const total = demoStretches.at(-1)!.end;
  function* pictures() {
    for (const picture of demoPictures(width, height, seed)) {
      options.onProgress?.(picture.ptsTicks, total);
      yield picture;
    }
  }
  const encoded = await encodeClip(file, encodeSettings(width, height), pictures());
  const stored = await storedTimes(file, encoded);
  const truth: DemoTruth = {
    generator: await generatorVersion(),
    frames: encoded.ptsTicks.length,
    width,
    height,
    timeBase: stored.timeBase,
    ptsTicks: stored.ptsTicks!,
    keyFrames: encoded.keyFrames,
    stretches: demoStretches,
  };
  const { dir, name } = parse(file);
  await writeFile(`${dir}/${name}.truth.json`, `${JSON.stringify(truth, null, 2)}\n`);
  return truth;
}

function encodeSettings(width: number, height: number): EncodeSettings {
  return {
    encoder: 'libx264',
    sourceFormat: 'yuv420p',
    pixelFormat: 'yuv420p',
    width,
    height,
    timeBase: { numerator: frameRate.denominator, denominator: frameRate.numerator },
    frameRate,
    gop: 60,
    bFrames: 2,
    rotation: 0,
    mirrored: false,
    pixelAspect: { numerator: 1, denominator: 1 },
    color: {
      matrix: 'bt709',
      range: 'limited',
      chromaLocation: 'left',
      transfer: 'bt709',
      primaries: 'bt709',
    },
    encoderOptions: { preset: 'veryfast', crf: '18' },
    muxerOptions: {},
  };
}

function* demoPictures(width: number, height: number, seed: number) {
  const random = createRandom(seed);
  let scene: Scene | undefined;
  let shown = -1;
  let x = 1;
  for (const stretch of demoStretches) {
    if (stretch.scene !== shown) {
      shown = stretch.scene;
      x = 1;
      const panned = demoStretches
        .filter(other => other.scene === shown)
        .reduce((sum, other) => sum + panOf(other), 0);
      scene = deadLeaves({
        width: width + Math.ceil(panned) + 4,
        height: height + 10,
        seed: seed * 1000 + shown,
      });
    }
    for (let ordinal = stretch.start; ordinal < stretch.end; ordinal++) {
      // Up and down a little, as a hand-held camera.
      const y = 4 + 3 * Math.sin(ordinal / 9);
      const picture = degrade(takePicture(scene!, x, y, width, height), stretch, ordinal, random);
      yield { bytes: toLimitedRange(picture), ptsTicks: ordinal, durationTicks: 1 };
      x += panOf(stretch) / (stretch.end - stretch.start);
    }
  }
}

/** Pixels by which the camera moves during a stretch. */
function panOf(stretch: Stretch): number {
  return (stretch.end - stretch.start) * (stretch.kind === 'motion-blurred' ? fastPanSpeed : panSpeed);
}

function degrade(picture: Picture, { kind, start, end }: Stretch, ordinal: number, random: Random): Picture {
  switch (kind) {
    case 'sharp':
      return picture;
    case 'defocused':
      return defocus(picture, 4);
    case 'motion-blurred':
      return motionBlur(picture, fastPanSpeed);
    case 'noisy':
      return addNoise(picture, 22, random);
    case 'under-exposed':
      return expose(picture, 0.22);
    case 'over-exposed':
      return expose(picture, 2.4);
    case 'black':
      return expose(picture, 0);
    case 'faded':
      // To black in the middle, and back.
      return expose(picture, Math.abs(1 - (2 * (ordinal - start + 1)) / (end - start + 1)));
  }
}

/** Packs a picture as yuv420p: luma 16…235, chroma 16…240. */
function toLimitedRange({ luma, cb, cr }: Picture): Uint8Array {
  const bytes = new Uint8Array(luma.samples.length + cb.samples.length + cr.samples.length);
  pack(luma, bytes, 0, 219 / 255, 16, 235);
  pack(cb, bytes, luma.samples.length, 224 / 255, 128, 240);
  pack(cr, bytes, luma.samples.length + cb.samples.length, 224 / 255, 128, 240);
  return bytes;
}

function pack(
  { samples }: Plane,
  bytes: Uint8Array,
  offset: number,
  scale: number,
  zero: number,
  top: number,
) {
  for (let i = 0; i < samples.length; i++) {
    const value = zero + samples[i]! * scale + 0.5;
    bytes[offset + i] = Math.min(top, Math.max(16, value));
  }
}
