import { beforeAll, describe, expect, it } from 'vitest';
import type { DemoTruth, StretchKind } from './index.ts';
import { sharedDemoClip } from './index.ts';
import { readBack } from './read-back.ts';

/** Mean luma (0…255, as coded) and mean absolute difference of neighbours along the rows, by frame. */
const brightness: number[] = [];
const detail: number[] = [];
const times: (number | null)[] = [];
const keyFrames: number[] = [];
let truth: DemoTruth;

beforeAll(async () => {
  const clip = await sharedDemoClip({ width: 320, height: 180 });
  truth = clip.truth;
  for await (const frame of readBack(clip.file)) {
    const luma = frame.planes[0]!;
    let [sum, differences] = [0, 0];
    for (let y = 0; y < frame.height; y++) {
      for (let x = 1; x < frame.width; x++) {
        const at = y * frame.strides[0]! + x;
        sum += luma[at]!;
        differences += Math.abs(luma[at]! - luma[at - 1]!);
      }
    }
    const samples = (frame.width - 1) * frame.height;
    if (frame.keyFrame) keyFrames.push(brightness.length);
    brightness.push(sum / samples);
    detail.push(differences / samples);
    times.push(frame.ptsTicks);
  }
});

describe('the demo clip', () => {
  it('decodes to its truth', () => {
    expect(brightness.length).toBe(truth.frames);
    expect(times).toEqual(truth.ptsTicks);
    expect(keyFrames).toEqual(truth.keyFrames);
  });

  it('is covered by its stretches, of which only the sharp ones are good', () => {
    let end = 0;
    for (const stretch of truth.stretches) {
      expect(stretch.start).toBe(end);
      expect(stretch.good).toBe(stretch.kind === 'sharp');
      end = stretch.end;
    }
    expect(end).toBe(truth.frames);
  });

  it.each([0, 1, 2])('shows in scene %i what the truth says', scene => {
    const range = (values: number[], kind: StretchKind) => {
      const part = truth.stretches.filter(stretch => stretch.scene === scene && stretch.kind === kind);
      const measured = part.flatMap(({ start, end }) => values.slice(start, end));
      return { least: Math.min(...measured), most: Math.max(...measured) };
    };
    const sharp = { detail: range(detail, 'sharp'), brightness: range(brightness, 'sharp') };
    // A kind that the scene doesn't have gives Infinity and -Infinity, which pass.
    expect(range(detail, 'defocused').most).toBeLessThan(sharp.detail.least / 2);
    expect(range(detail, 'motion-blurred').most).toBeLessThan(sharp.detail.least / 2);
    expect(range(detail, 'noisy').least).toBeGreaterThan(sharp.detail.most * 1.5);
    expect(range(brightness, 'under-exposed').most).toBeLessThan(sharp.brightness.least / 2);
    expect(range(brightness, 'over-exposed').least).toBeGreaterThan(sharp.brightness.most + 40);
    expect(range(brightness, 'black').most).toBeLessThan(17);
  });

  it('has every kind of stretch', () => {
    expect(new Set(truth.stretches.map(stretch => stretch.kind)).size).toBe(8);
  });

  it('fades to black and back', () => {
    for (const { start, end } of truth.stretches.filter(stretch => stretch.kind === 'faded')) {
      const faded = brightness.slice(start, end);
      const darkest = faded.indexOf(Math.min(...faded));
      expect(faded[darkest]).toBeLessThan(22);
      expect(faded.slice(0, darkest + 1)).toEqual(faded.slice(0, darkest + 1).toSorted((a, b) => b - a));
      expect(faded.slice(darkest)).toEqual(faded.slice(darkest).toSorted((a, b) => a - b));
    }
  });
});
