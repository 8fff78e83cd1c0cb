import { parsePixelFormat, type Rectangle, unknownColor } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarSearch } from './find-bars.ts';

interface Scene {
  readonly pixelFormat?: string;
  readonly width?: number;
  readonly height?: number;
  /** Code value of black of 8 bits in the bars; default 16. */
  readonly black?: number;
  /** Of what is inside the bars, 0 … 1; default: a different texture in each frame. */
  readonly brightness?: (x: number, y: number, frame: number) => number;
  /** Added to the luma of any sample, in code values of 8 bits. */
  readonly added?: (x: number, y: number, frame: number) => number;
  readonly range?: 'limited' | 'full';
}

type Bars = readonly [left: number, top: number, right: number, bottom: number];

/** Blocks of all brightnesses, other ones in each frame. */
function texture(x: number, y: number, frame: number): number {
  return ((((x >> 2) * 7 + (y >> 2) * 13 + frame * 29) * 37) % 101) / 100;
}

function search(bars: Bars, frames: number, scene: Scene = {}): Rectangle | null {
  const { pixelFormat = 'yuv420p', width = 96, height = 80, black = 16 } = scene;
  const { brightness = texture, added = () => 0, range = 'limited' } = scene;
  const [left, top, right, bottom] = bars;
  const format = parsePixelFormat(pixelFormat)!;
  const unit = 2 ** (format.bitDepth - 8);
  const inside = (x: number, y: number) => x >= left && y >= top && x < width - right && y < height - bottom;
  const bottomOfScale = range === 'full' ? 0 : 16;
  const span = range === 'full' ? 255 : 219;
  const found = new BarSearch();
  for (let frame = 0; frame < frames; frame++) {
    const sample = (plane: number, x: number, y: number) => {
      if (plane > 0 && format.model === 'yuv') {
        const [fullX, fullY] = [x << format.log2ChromaWidth, y << format.log2ChromaHeight];
        return (inside(fullX, fullY) ? 90 + 8 * plane : 128) * unit;
      }
      const level = inside(x, y) ? bottomOfScale + span * brightness(x, y, frame) : black;
      return Math.round(Math.max(level + added(x, y, frame), 0) * unit);
    };
    const color = { ...unknownColor, range } as const;
    found.add(makeFrame(pixelFormat, width, height, sample, { color }));
  }
  return found.result();
}

/** What is inside of the bars, in a picture of 96 × 80. */
const within = ([left, top, right, bottom]: Bars): Rectangle => ({
  x: left,
  y: top,
  width: 96 - left - right,
  height: 80 - top - bottom,
});

describe('BarSearch', () => {
  it.each([
    ['letterbox', [0, 12, 0, 12]],
    ['pillarbox', [20, 0, 20, 0]],
    ['both', [10, 8, 14, 16]],
    ['one side only', [0, 0, 0, 18]],
    ['the edge of an analog capture', [4, 0, 2, 0]],
    ['a picture on end', [32, 0, 34, 0]],
  ] as const)('finds %s', (_, bars) => {
    expect(search(bars, 4)).toEqual(within(bars));
  });

  it('finds bars of any width, moved outward to whole chroma samples, and never into the picture', () => {
    const width = fc.integer({ min: 0, max: 30 });
    const formats = fc.constantFrom(
      'yuv420p',
      'yuv444p',
      'yuv411p',
      'yuv420p10le',
      'gray',
      'gray12le',
      'gbrp',
    );
    fc.assert(
      fc.property(fc.tuple(width, width, width, width), formats, (bars, pixelFormat) => {
        const found = search(bars, 2, { pixelFormat }) ?? within([0, 0, 0, 0]);
        const { log2ChromaWidth, log2ChromaHeight } = parsePixelFormat(pixelFormat)!;
        const [gridX, gridY] = [1 << log2ChromaWidth, 1 << log2ChromaHeight];
        const [left, top, right, bottom] = bars;
        const x = Math.floor(left / gridX) * gridX;
        const y = Math.floor(top / gridY) * gridY;
        // A chroma sample that lies in both belongs to the picture, and is coloured only if it begins there.
        expect(found.x).toBeLessThanOrEqual(x);
        expect(found.x).toBeGreaterThanOrEqual(x - gridX);
        expect(found.y).toBeLessThanOrEqual(y);
        expect(found.y).toBeGreaterThanOrEqual(y - gridY);
        const ends = [96 - found.x - found.width, 80 - found.y - found.height];
        for (const [i, [bar, grid]] of [[right, gridX] as const, [bottom, gridY] as const].entries()) {
          expect(ends[i]).toBeLessThanOrEqual(bar);
          expect(ends[i]).toBeGreaterThan(bar - 2 * grid);
        }
      }),
    );
  });

  it.each([
    ['black of full range', 0, 'full'],
    ['black below that of its range', 4, 'limited'],
    ['black of limited range in full range', 16, 'full'],
    ['the dark grey of an analog capture', 24, 'limited'],
  ] as const)('takes %s for black', (_, black, range) => {
    expect(search([0, 12, 0, 12], 3, { black, range })).toEqual(within([0, 12, 0, 12]));
  });

  it('looks through noise, and through what compression smears into a bar', () => {
    const noise = (x: number, y: number, frame: number) => ((x * 31 + y * 17 + frame * 7) % 5) - 2;
    expect(search([0, 12, 0, 12], 4, { added: noise })).toEqual(within([0, 12, 0, 12]));
    const ringing = (x: number, y: number) => (y === 10 || y === 11 ? 9 * ((x + y) % 2) : 0);
    expect(search([0, 12, 0, 12], 4, { added: ringing })).toEqual(within([0, 12, 0, 12]));
  });

  it('passes over black frames and fades, but not over a frame that fills the picture', () => {
    const fading = (x: number, y: number, frame: number) => texture(x, y, frame) * [1, 0, 0.05, 1][frame]!;
    expect(search([0, 12, 0, 12], 4, { brightness: fading })).toEqual(within([0, 12, 0, 12]));
    const found = new BarSearch();
    found.add(makeFrame('gray', 40, 40, (_, x, y) => (y < 8 ? 0 : 50 + ((x * y) % 150))));
    found.add(makeFrame('gray', 40, 40, (_, x, y) => 50 + ((x * y) % 150)));
    expect(found.result()).toBeNull();
  });

  it('takes the narrowest bar where the aspect changes', () => {
    const found = new BarSearch();
    for (const bar of [16, 8, 16]) {
      found.add(
        makeFrame('gray', 64, 64, (_, x, y) => (y < bar || y >= 64 - bar ? 0 : 255 * texture(x, y, bar))),
      );
    }
    expect(found.result()).toEqual({ x: 0, y: 8, width: 64, height: 48 });
  });

  it('cuts nothing off a logo or subtitles that lie in a bar', () => {
    const logo = (x: number, y: number) => (x > 80 && x < 90 && y > 2 && y < 8 ? 120 : 0);
    const aroundLogo = search([0, 12, 0, 12], 3, { added: logo })!;
    expect(aroundLogo.y).toBeLessThanOrEqual(2);
    expect(aroundLogo.y + aroundLogo.height).toBe(68);
    const subtitle = (x: number, y: number, frame: number) =>
      frame === 1 && y >= 72 && y < 76 && x > 30 && x < 66 && x % 3 !== 0 ? 200 : 0;
    const aroundSubtitle = search([0, 12, 0, 12], 3, { added: subtitle })!;
    expect(aroundSubtitle.y).toBe(12);
    expect(aroundSubtitle.y + aroundSubtitle.height).toBeGreaterThanOrEqual(76);
  });

  it.each([
    ['black throughout', () => 0],
    ['a spot on a black stage', (x: number, y: number) => ((x - 48) ** 2 + (y - 40) ** 2 < 300 ? 0.8 : 0)],
    ['titles on black', (x: number, y: number) => (y > 36 && y < 42 && x > 36 && x < 60 && x % 3 ? 0.9 : 0)],
    ['a night sky above a skyline', (x: number, y: number) => (y > 30 + 20 * Math.sin(x / 9) ? 0.5 : 0.01)],
    ['a sky that darkens upward', (x: number, y: number) => 0.2 * (y / 80) ** 2 + (y > 60 ? x / 200 : 0)],
    ['a blue evening', () => 0.04],
  ])('finds no bars in %s', (_, brightness) => {
    expect(search([0, 0, 0, 0], 3, { brightness })).toBeNull();
  });

  it('keeps bars that are not black but coloured', () => {
    const found = new BarSearch();
    const inside = (y: number) => y >= 16 && y < 48;
    found.add(
      makeFrame('yuv444p', 64, 64, (plane, x, y) =>
        plane === 0 ? (inside(y) ? 40 + 180 * texture(x, y, 0) : 20) : inside(y) || plane === 2 ? 128 : 150,
      ),
    );
    expect(found.result()).toBeNull();
  });

  it('finds none where frames differ in size, where nothing was shown, or too little would be left', () => {
    const found = new BarSearch();
    expect(found.result()).toBeNull();
    for (const height of [64, 80]) {
      found.add(makeFrame('gray', 64, height, (_, x, y) => (y < 16 ? 0 : 255 * texture(x, y, 0))));
    }
    expect(found.result()).toBeNull();
    expect(search([40, 0, 40, 0], 2)).toBeNull();
  });
});

it('keeps nothing of the frames that it has seen', () => {
  const found = new BarSearch();
  const frame = makeFrame('gray', 64, 64, (_, x, y) => (y < 16 ? 0 : 255 * texture(x, y, 0)));
  found.add(frame);
  found.add(frame);
  frame.bytes.fill(255);
  expect(found.result()).toEqual({ x: 0, y: 16, width: 64, height: 48 });
});

it('says nothing of a single picture, whose dark edge may be what it shows', () => {
  const found = new BarSearch();
  found.add(makeFrame('gray', 64, 64, (_, x, y) => (y < 16 ? 0 : 255 * texture(x, y, 0))));
  expect(found.result()).toBeNull();
});
