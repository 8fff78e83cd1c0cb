import {
  type FrameScore,
  type RgbImage,
  type Scorer,
  type ScorerFactory,
  silentLogger,
} from '@framesieve/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameFromRgb, rgbOfPictureFrame } from './picture-frame.ts';
import { flatPicture, texturedPicture } from './test-pictures.ts';

/** What the contract suite for scorers is run on. */
export interface ScorerSuite {
  /** Heading of the tests. */
  readonly name: string;
  readonly factory: ScorerFactory;
  /** Most by which the score of a frame may differ between a batch and a single call; default 1e-4. */
  readonly tolerance?: number;
  /** Sizes `[width, height]` that have a score. Default: some even and odd ones from 64 to 200 pixels. */
  readonly sizes?: readonly (readonly [number, number])[];
}

const usualSizes = [
  [96, 96],
  [128, 64],
  [101, 77],
  [200, 150],
] as const;

/**
 * The contract that every scorer keeps, as tests: call it at the top level of a test file. The description is complete;
 * a score is finite, or `null` with a reason; the same frame gets the same score, alone and in a batch, in 8 bits as in
 * 16; frames are neither changed nor kept; a frame that is too small or flat never throws; the direction can be
 * overridden.
 */
export function describeScorer({ name, factory, tolerance = 1e-4, sizes = usualSizes }: ScorerSuite): void {
  describe(`${name} keeps the scorer contract`, () => {
    let scorer: Scorer;
    const options = { direction: null, device: 'cpu', threads: 1 } as const;

    beforeAll(async () => {
      scorer = await factory.create(options);
    });
    afterAll(async () => {
      await scorer?.[Symbol.asyncDispose]();
    });

    const score = async (images: readonly RgbImage[], by = scorer): Promise<readonly FrameScore[]> => {
      const frames = images.map(frameFromRgb);
      const before = frames.map(frame => frame.bytes.slice());
      const signal = new AbortController().signal;
      const scores = await by.score(frames, { signal, logger: silentLogger, rgb: rgbOfPictureFrame });
      for (const [i, frame] of frames.entries()) {
        expect(frame.references, 'references to the frame after scoring').toBe(1);
        expect(frame.bytes).toEqual(before[i]);
      }
      expect(scores).toHaveLength(images.length);
      scores.forEach(assertHonest);
      return scores;
    };

    it('says what it is', async () => {
      expect(factory.id).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);
      expect(factory.summary).not.toBe('');
      expect(await factory.availability()).toMatchObject({ available: true });
      const { metric } = scorer;
      expect(metric.id).toBe(factory.id);
      expect(['higher', 'lower']).toContain(metric.modelDirection);
      expect(metric.direction).toBe(metric.modelDirection);
      expect(metric.modelSha256).toMatch(/^[0-9a-f]{64}$/);
      for (const text of [metric.implementation.name, metric.implementation.version, metric.kernel]) {
        expect(text).not.toBe('');
      }
      for (const text of [metric.precision, metric.device]) expect(text).not.toBe('');
      expect(Number.isInteger(scorer.maxBatchSize) && scorer.maxBatchSize >= 1).toBe(true);
      const [low, high] = metric.range;
      if (low !== null && high !== null) expect(low).toBeLessThan(high);
    });

    it.each(sizes)('scores a picture of %d×%d pixels, twice the same', async (width, height) => {
      const picture = texturedPicture(width, height);
      const [first] = await score([picture]);
      expect(first!.score).not.toBeNull();
      expect(await score([picture])).toEqual([first]);
    });

    it(`gives the same scores in a batch as alone, to ${tolerance}`, async () => {
      const [width, height] = sizes[0]!;
      const count = Math.min(scorer.maxBatchSize, 5);
      const pictures = Array.from({ length: count }, (_, i) =>
        texturedPicture(width, height, i + 1, 1 - i / 8),
      );
      const together = await score(pictures);
      for (const [i, picture] of pictures.entries()) {
        const [alone] = await score([picture]);
        expect(Math.abs(alone!.score! - together[i]!.score!)).toBeLessThanOrEqual(tolerance);
      }
    });

    it(`scores a 16-bit frame as the 8-bit frame of the same picture, to ${tolerance}`, async () => {
      const picture = texturedPicture(...sizes[0]!);
      const deep = { ...picture, data: Uint16Array.from(picture.data, level => level * 257) };
      const [first] = await score([picture]);
      const [second] = await score([deep]);
      expect(Math.abs(first!.score! - second!.score!)).toBeLessThanOrEqual(tolerance);
    });

    it('tells pictures apart', async () => {
      const [width, height] = sizes[0]!;
      const [sharp] = await score([texturedPicture(width, height)]);
      const [soft] = await score([texturedPicture(width, height, 1, 0.1)]);
      expect(sharp!.score).not.toBe(soft!.score);
    });

    it.each([
      [1, 1],
      [2, 3],
      [7, 7],
      [64, 1],
    ])('gives a score or a reason for a tiny picture of %d×%d pixels', async (width, height) => {
      await score([texturedPicture(width, height)]);
    });

    it.each([0, 128, 255])('gives a score or a reason for a flat picture of level %d', async level => {
      const [width, height] = sizes[0]!;
      await score([flatPicture(width, height, level)]);
    });

    it('can be told the other direction, and keeps the model’s beside it', async () => {
      const direction = scorer.metric.modelDirection === 'higher' ? 'lower' : 'higher';
      const turned = await factory.create({ ...options, direction });
      try {
        const { metric } = turned;
        expect(metric).toEqual({ ...scorer.metric, direction });
        const [width, height] = sizes[0]!;
        const picture = texturedPicture(width, height);
        expect(await score([picture], turned)).toEqual(await score([picture]));
      } finally {
        await turned[Symbol.asyncDispose]();
      }
    });

    it('can be closed twice', async () => {
      const other = await factory.create(options);
      await other[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    });
  });
}

function assertHonest(score: FrameScore): void {
  if (score.score === null) expect(score.reason).not.toBe('');
  else expect(Number.isFinite(score.score)).toBe(true);
}
