import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaneSamples } from '../frame/plane-samples.ts';
import { deinterlacePlane } from './bwdif-plane.ts';

type Painter = (x: number, y: number) => number;

function plane(width: number, height: number, paint: Painter, bytesPerSample: 1 | 2 = 1): PlaneSamples {
  const memory = new SharedArrayBuffer(width * height * bytesPerSample);
  const samples = bytesPerSample === 1 ? new Uint8Array(memory) : new Uint16Array(memory);
  for (let at = 0; at < samples.length; at++) samples[at] = paint(at % width, Math.floor(at / width));
  return samples;
}

/** A frame of two fields, the even rows at moment `time`, the odd ones half a frame later. */
const woven =
  (moving: (x: number, y: number, time: number) => number, time: number, topFirst = true): Painter =>
  (x, y) =>
    moving(x, y, (y % 2 === 0) === topFirst ? time : time + 0.5);

/** Smooth, with detail in both directions, and 4 pixels further to the right with each frame. */
const panning = (x: number, y: number, time: number) =>
  Math.round(128 + 90 * Math.sin((x - 4 * time) / 5) * Math.cos(y / 9));

function deinterlace(painters: readonly [Painter, Painter, Painter], width: number, height: number) {
  const [previous, current, next] = painters.map(paint => plane(width, height, paint));
  const target = plane(width, height, () => 0);
  deinterlacePlane({
    ...{ previous: previous!, current: current!, next: next!, target },
    ...{ width, height, keepEven: true, maximum: 255 },
  });
  return { current: current!, target };
}

/** Share of the picture that is combed: samples that stand out from both rows around to the same side, by more than 10. */
function combing(samples: PlaneSamples, width: number): number {
  let combed = 0;
  for (let at = width; at < samples.length - width; at++) {
    const toAbove = samples[at]! - samples[at - width]!;
    const toBelow = samples[at]! - samples[at + width]!;
    if (toAbove * toBelow > 0 && Math.min(Math.abs(toAbove), Math.abs(toBelow)) > 10) combed += 1;
  }
  return combed / samples.length;
}

function meanDifference(a: PlaneSamples, b: PlaneSamples): number {
  let sum = 0;
  for (const [at, sample] of a.entries()) sum += Math.abs(sample - b[at]!);
  return sum / a.length;
}

const [width, height] = [64, 48];

describe('deinterlacePlane', () => {
  it('leaves what stands still as it is', () => {
    const noise: Painter = (x, y) => (x * 7919 + y * 104729) % 256;
    const { current, target } = deinterlace([noise, noise, noise], width, height);
    expect(target).toEqual(current);
  });

  it('makes a moving picture of two moments one of the first', () => {
    const frames = [0, 1, 2].map(time => woven(panning, time)) as [Painter, Painter, Painter];
    const { current, target } = deinterlace(frames, width, height);
    const truth = plane(width, height, (x, y) => panning(x, y, 1));
    expect(combing(current, width)).toBeGreaterThan(0.3);
    expect(combing(target, width)).toBe(0);
    expect(meanDifference(current, truth)).toBeGreaterThan(5);
    expect(meanDifference(target, truth)).toBeLessThan(1.5);
  });

  it('keeps the rows that were taken first, whichever they are, and fills in the others between them', () => {
    const size = fc.integer({ min: 1, max: 20 });
    const depth = fc.constantFrom(8, 10, 12, 16);
    const noise = fc.array(fc.nat(65_535), { minLength: 1, maxLength: 61 });
    fc.assert(
      fc.property(size, size, depth, noise, fc.boolean(), (columns, rows, bits, values, keepEven) => {
        const maximum = 2 ** bits - 1;
        const painter = (shift: number) =>
          plane(
            columns,
            rows,
            (x, y) => values[(x + 3 * y + shift) % values.length]! & maximum,
            bits > 8 ? 2 : 1,
          );
        const [previous, current, next, target] = [painter(0), painter(1), painter(2), painter(3)];
        deinterlacePlane({
          previous,
          current,
          next,
          target,
          width: columns,
          height: rows,
          keepEven,
          maximum,
        });
        for (const [at, sample] of target.entries()) {
          const row = Math.floor(at / columns);
          if (rows === 1 || (row % 2 === 0) === keepEven) expect(sample).toBe(current[at]);
          expect(sample).toBeLessThanOrEqual(maximum);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does the same with the bottom field first, upside down', () => {
    const frames = [0, 1, 2].map(time => plane(width, height, woven(panning, time)));
    const turned = (samples: PlaneSamples) =>
      plane(width, height, (x, y) => samples[(height - 1 - y) * width + x]!);
    const run = (sources: readonly PlaneSamples[], keepEven: boolean) => {
      const [previous, current, next] = sources;
      const target = plane(width, height, () => 0);
      deinterlacePlane({
        ...{ previous: previous!, current: current!, next: next!, target },
        ...{ width, height, keepEven, maximum: 255 },
      });
      return target;
    };
    expect(run(frames.map(turned), false)).toEqual(turned(run(frames, true)));
  });
});
