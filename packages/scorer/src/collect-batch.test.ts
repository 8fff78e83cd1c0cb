import type { PictureFormat, Rectangle, ScoreTask } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import { describe, expect, it } from 'vitest';
import { collectBatch } from './collect-batch.ts';

const whole = { x: 0, y: 0, width: 8, height: 6 };

function task(width: number, crop: Rectangle | null, format: Partial<PictureFormat> = {}): ScoreTask {
  return { frame: makeFrame('gray', width, 6, () => 0, format, { crop }), metrics: ['test/a'] };
}

/** How many frames come in each batch. */
async function batchSizes(tasks: readonly ScoreTask[]): Promise<number[]> {
  async function* pulled() {
    yield* tasks;
  }
  const source = collectBatch(pulled(), 10, new AbortController().signal);
  const sizes: number[] = [];
  for (let batch = await source.next(); batch.length > 0; batch = await source.next())
    sizes.push(batch.length);
  return sizes;
}

describe('collectBatch', () => {
  it('puts frames together whose active areas are of one size, and no others', async () => {
    const narrow = { ...whole, y: 1, height: 4 };
    expect(await batchSizes([task(8, null), task(8, whole), task(8, narrow), task(8, narrow)])).toEqual([
      2, 2,
    ]);
    expect(await batchSizes([task(8, null), task(10, null), task(10, { ...whole, x: 2 })])).toEqual([
      1, 1, 1,
    ]);
    expect(await batchSizes([task(8, null), task(10, { ...whole, x: 2 })])).toEqual([2]);
  });

  it('keeps apart what is turned or stretched otherwise', async () => {
    const pixelAspect = { numerator: 2, denominator: 1 };
    const tasks = [
      task(8, null),
      task(8, null, { rotation: 90 }),
      task(8, null, { pixelAspect }),
      task(8, null, { pixelAspect: { numerator: 4, denominator: 2 } }),
    ];
    expect(await batchSizes(tasks)).toEqual([1, 1, 2]);
  });
});
