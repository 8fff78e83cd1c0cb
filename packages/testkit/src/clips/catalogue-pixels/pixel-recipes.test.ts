import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBack } from '../read-back.ts';
import { splitAnnexB, startCode } from './annex-b.ts';
import {
  colorRecipes,
  orientationRecipes,
  pixelClip,
  sampleRecipes,
  scanRecipes,
  shapeRecipes,
} from './index.ts';

const all = [...colorRecipes, ...orientationRecipes, ...sampleRecipes, ...scanRecipes, ...shapeRecipes];

describe('the recipes', () => {
  it('have names that tell them apart', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it.each(all.filter(({ rewrite }) => rewrite === 'soft-telecine'))(
    '$name: two fields and three',
    async recipe => {
      const { file } = await pixelClip(recipe);
      const repeated: number[] = [];
      for await (const frame of readBack(file)) repeated.push(frame.repeatedFields);
      expect(repeated).toHaveLength(recipe.frames.length);
      // The decoder puts frames out in another order than they are coded in where there are B-frames; here are none.
      expect(repeated.map(fields => fields % 2)).toEqual(
        recipe.frames.map((_, ordinal) => 1 - (ordinal % 2)),
      );
    },
  );
});

describe('splitAnnexB', () => {
  const unit = fc
    .uint8Array({ minLength: 1, maxLength: 20 })
    .map(bytes => Buffer.from(bytes.map(byte => byte || 1)));

  it('finds the units again that were put together', () => {
    fc.assert(
      fc.property(fc.array(unit), units => {
        const stream = Buffer.concat(units.flatMap(bytes => [startCode, bytes]));
        expect(splitAnnexB(stream)).toEqual(units);
      }),
    );
  });

  it('finds none in what is no such stream', () => {
    expect(splitAnnexB(Buffer.from([1, 2, 3]))).toEqual([]);
  });
});
