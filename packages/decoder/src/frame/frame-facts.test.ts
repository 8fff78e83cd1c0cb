import { type Frame, type Rectangle, unknownColor } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FactsMeter } from './frame-facts.ts';

const measure = (frame: Frame, meter = new FactsMeter(), crop: Rectangle | null = null) =>
  meter.measure({ bytes: frame.bytes, layout: frame.layout, format: frame.format, crop });
const full = { color: { ...unknownColor, range: 'full' as const } };

describe('FactsMeter', () => {
  it.each([
    ['yuv420p', 16, 0],
    ['yuv420p', 235, 1],
    ['yuv420p', 255, 1],
    ['yuv420p10le', 940, 1],
    ['yuv420p10le', 502, 0.5],
    ['gray', 51, 0.2],
    ['gbrp', 51, 0.2],
    ['gray16le', 65535, 1],
  ])('expands the range of flat %s at %i to %f', (pixelFormat, level, mean) => {
    const facts = measure(makeFrame(pixelFormat, 64, 36, () => level));
    expect(facts.meanLuma).toBeCloseTo(mean, 6);
    expect(facts.contrast).toBeCloseTo(0, 6);
    expect(facts.change).toBeNull();
    expect(facts.perceptualHash).toBe(0n);
  });

  it('gives half black, half white the largest contrast', () => {
    const facts = measure(makeFrame('yuv420p', 64, 36, (plane, x) => (plane > 0 ? 128 : x < 32 ? 16 : 235)));
    expect(facts.meanLuma).toBeCloseTo(0.5, 6);
    expect(facts.contrast).toBeCloseTo(0.5, 6);
  });

  it('weighs green, blue and red of RGB pictures', () => {
    const facts = measure(makeFrame('gbrp', 8, 8, plane => [255, 0, 0][plane]!));
    expect(facts.meanLuma).toBeCloseTo(0.7152, 6);
  });

  it('measures the change to the frame before, also when the size changes', () => {
    const meter = new FactsMeter();
    expect(
      measure(
        makeFrame('gray', 64, 36, () => 0),
        meter,
      ).change,
    ).toBeNull();
    expect(
      measure(
        makeFrame('gray', 64, 36, () => 51),
        meter,
      ).change,
    ).toBeCloseTo(0.2, 6);
    expect(
      measure(
        makeFrame('gray', 100, 10, () => 51),
        meter,
      ).change,
    ).toBe(0);
    meter.reset();
    expect(
      measure(
        makeFrame('gray', 64, 36, () => 0),
        meter,
      ).change,
    ).toBeNull();
  });

  it('sets the bits of the hash where a cell is brighter than its right neighbour', () => {
    const falling = measure(makeFrame('gray', 90, 80, (_plane, x) => 250 - x));
    expect(falling.perceptualHash).toBe(0xffff_ffff_ffff_ffffn);
    const rising = measure(makeFrame('gray', 90, 80, (_plane, x) => x));
    expect(rising.perceptualHash).toBe(0n);
    // The one bright cell, row 7 and column 7, is brighter than its right neighbour: bit 63.
    const corner = measure(
      makeFrame('gray', 90, 80, (_plane, x, y) => (x >= 70 && x < 80 && y >= 70 ? 200 : 0)),
    );
    expect(corner.perceptualHash).toBe(1n << 63n);
  });

  it('stays in range for any samples and any size', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(size, size, fc.uint8Array({ minLength: 1, maxLength: 97 }), (width, height, noise) => {
        const frame = makeFrame(
          'gray',
          width,
          height,
          (_plane, x, y) => noise[(y * 31 + x) % noise.length]!,
          full,
        );
        const meter = new FactsMeter();
        const facts = measure(frame, meter);
        expect(facts.meanLuma).toBeGreaterThanOrEqual(0);
        expect(facts.meanLuma).toBeLessThanOrEqual(1);
        expect(facts.contrast).toBeGreaterThanOrEqual(0);
        expect(facts.contrast).toBeLessThanOrEqual(0.5);
        expect(measure(frame, meter)).toEqual({ ...facts, change: 0 });
      }),
      { numRuns: 30 },
    );
  });
});
