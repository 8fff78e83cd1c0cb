import { unknownColor } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameToRgb } from './frame-to-rgb.ts';
import { toBt709 } from './gamut.ts';
import { sourcePeak, targetPeak, toneCurve } from './tone-curve.ts';
import { toneMapper } from './tone-map.ts';
import { hlgToScene, lightToPq, pqToLight } from './transfer-functions.ts';

type Color = readonly [number, number, number];

/** The formula step by step, without any table. */
function exact(signal: Color, transfer: string): number[] {
  const light = transfer === 'smpte2084' ? signal.map(pqToLight) : hlgLight(signal);
  const mapped = light.map(value => toneCurve(value) / targetPeak);
  const matrix = toBt709('bt2020');
  const linear = [0, 3, 6].map(row => mapped.reduce((sum, value, i) => sum + matrix[row + i]! * value, 0));
  const grey = Math.min(0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!, 1);
  let share = 1;
  for (const value of linear) {
    if (value < 0) share = Math.min(share, grey / (grey - value));
    if (value > 1) share = Math.min(share, (1 - grey) / (value - grey));
  }
  return linear.map(value => Math.max(grey + (value - grey) * share, 0) ** (1 / 2.4));
}

function hlgLight(signal: Color): number[] {
  const scene = signal.map(hlgToScene);
  const luminance = 0.2627 * scene[0]! + 0.678 * scene[1]! + 0.0593 * scene[2]!;
  return scene.map(value => 1000 * luminance ** 0.2 * value);
}

function mapOne(signal: Color, transfer: string, maximum: number): number[] {
  const row = Float64Array.from(signal);
  toneMapper({ transfer, primaries: 'bt2020' })(row, maximum);
  return [...row];
}

const level = fc.double({ min: 0, max: 1, noNaN: true });

describe('the transfer functions', () => {
  it('have the values of BT.2100 and BT.2408', () => {
    // BT.2408 table 1: reference white is 58 % of PQ and 75 % of HLG.
    expect(lightToPq(203)).toBeCloseTo(0.58, 2);
    expect(lightToPq(100)).toBeCloseTo(0.508, 3);
    expect(lightToPq(1000)).toBeCloseTo(0.7518, 4);
    expect(pqToLight(1)).toBeCloseTo(10000, 6);
    expect(pqToLight(0)).toBe(0);
    expect(hlgToScene(0.5)).toBeCloseTo(1 / 12, 12);
    expect(hlgToScene(1)).toBeCloseTo(1, 6);
    expect(hlgLight([0.75, 0.75, 0.75])[0]).toBeCloseTo(203, 0);
  });

  it('of PQ undo each other', () => {
    fc.assert(
      fc.property(level, signal => {
        expect(lightToPq(pqToLight(signal))).toBeCloseTo(signal, 5);
      }),
    );
  });
});

describe('the tone curve', () => {
  it('leaves what is dark alone, and ends at its peak', () => {
    for (const light of [0, 0.01, 1, 26, 60, 85]) expect(toneCurve(light)).toBe(light);
    expect(toneCurve(sourcePeak)).toBeCloseTo(targetPeak, 9);
    expect(toneCurve(10000)).toBeCloseTo(targetPeak, 9);
  });

  it('rises all the way, without a jump, and never brightens', () => {
    let before = 0;
    for (let light = 1; light <= sourcePeak; light++) {
      const mapped = toneCurve(light);
      expect(mapped).toBeGreaterThan(before);
      expect(mapped - before).toBeLessThanOrEqual(1 + 1e-9);
      before = mapped;
    }
  });
});

describe('toBt709', () => {
  it('is the matrix of ITU-R BT.2087 for BT.2020', () => {
    const expected = [1.6605, -0.5876, -0.0728, -0.1246, 1.1329, -0.0083, -0.0182, -0.1006, 1.1187];
    for (const [i, value] of toBt709('bt2020').entries()) expect(value).toBeCloseTo(expected[i]!, 4);
  });

  it('keeps white white, and leaves BT.709 alone', () => {
    for (const primaries of ['bt2020', 'smpte432', 'bt709', 'unknown']) {
      const matrix = toBt709(primaries);
      for (const row of [0, 3, 6])
        expect(matrix[row]! + matrix[row + 1]! + matrix[row + 2]!).toBeCloseTo(1, 12);
    }
    for (const [i, value] of toBt709('bt709').entries()) expect(value).toBeCloseTo(i % 4 === 0 ? 1 : 0, 12);
  });
});

describe.each(['smpte2084', 'arib-std-b67'])('toneMapper of %s', transfer => {
  // 16 levels of 16 bits are one of the 12 that the best sources have.
  it.each([
    [255, 1],
    [65535, 16],
  ])('is the formula in levels of 0 … %i, within %i', (maximum, tolerance) => {
    fc.assert(
      fc.property(level, level, level, (...signal) => {
        const expected = exact(signal, transfer);
        for (const [i, value] of mapOne(signal, transfer, maximum).entries()) {
          expect(Math.abs(value - expected[i]! * maximum)).toBeLessThan(tolerance);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('stays in range, whatever comes in', () => {
    const any = fc.double({ min: -2, max: 3 });
    fc.assert(
      fc.property(any, any, any, (...signal) => {
        for (const value of mapOne(signal, transfer, 255)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(255);
        }
      }),
    );
  });

  it('keeps grey grey and its order', () => {
    let before = -1;
    for (let i = 0; i <= 100; i++) {
      const [red, green, blue] = mapOne([i / 100, i / 100, i / 100], transfer, 255) as [
        number,
        number,
        number,
      ];
      expect(green).toBeCloseTo(red, 2);
      expect(blue).toBeCloseTo(red, 2);
      expect(red).toBeGreaterThanOrEqual(before);
      before = red;
    }
    expect(before).toBeCloseTo(255, 6);
  });
});

describe('frameToRgb with a tone map', () => {
  const hdr = {
    ...unknownColor,
    transfer: 'smpte2084',
    primaries: 'bt2020',
    matrix: 'bt2020',
    range: 'limited',
  } as const;
  /** Grey of so many cd/m², and how it is rendered. */
  const grey = (light: number, bitDepth: 8 | 16, toneMap: 'bt2390' | null, transfer = 'smpte2084') => {
    const code = 64 + 876 * lightToPq(light);
    const frame = makeFrame(
      'yuv420p10le',
      8,
      8,
      plane => (plane === 0 ? Math.round(code) : 512),
      { color: { ...hdr, transfer } },
      { toneMap },
    );
    return frameToRgb(frame, { bitDepth }).data[100]!;
  };

  it('puts mid grey and white where a standard-range still has them', () => {
    // 18 % of reference white, encoded with 1/2.4, and reference white below the room for highlights.
    expect(grey(0.18 * 203, 8, 'bt2390')).toBeCloseTo(255 * 0.18 ** (1 / 2.4), -0.3);
    expect(grey(203, 8, 'bt2390')).toBeGreaterThan(220);
    expect(grey(203, 8, 'bt2390')).toBeLessThan(240);
    expect(grey(1000, 8, 'bt2390')).toBe(255);
    expect(grey(0, 8, 'bt2390')).toBe(0);
  });

  it('gives 16 bits that agree with the 8', () => {
    for (const light of [0.05, 1, 20, 100, 203, 600]) {
      expect(Math.abs(grey(light, 16, 'bt2390') / 257 - grey(light, 8, 'bt2390'))).toBeLessThanOrEqual(0.51);
    }
  });

  it('leaves the numbers alone without one, and in frames of standard range', () => {
    expect(grey(203, 8, null)).toBe(Math.round(255 * lightToPq(203)));
    expect(grey(203, 8, 'bt2390', 'bt709')).toBe(Math.round(255 * lightToPq(203)));
  });
});
