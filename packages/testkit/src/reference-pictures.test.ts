import { describe, expect, it } from 'vitest';
import { referenceEdgeCases, referenceFolder, referencePictures, targetSpan } from './reference-pictures.ts';

it('spans the scores of other programs, wider where the picture is flat', () => {
  const scores = { one: 3, two: 1, three: 2, other: 9 };
  const widths = { width: 0.5, flatWidth: 2 };
  expect(targetSpan({ scores, isFlat: false }, ['one', 'two', 'three'], widths)).toEqual([0.5, 3.5]);
  expect(targetSpan({ scores, isFlat: true }, ['three'], widths)).toEqual([0, 4]);
  expect(targetSpan({ scores, isFlat: true }, ['one', 'none'], widths)).toEqual([NaN, NaN]);
});

describe.skipIf(!referenceFolder())('the reference folder', () => {
  it('has flat pictures and others, with scores and features', () => {
    const pictures = referencePictures();
    expect(pictures.filter(({ isFlat }) => !isFlat).length).toBeGreaterThan(8);
    expect(pictures.filter(({ isFlat }) => isFlat).length).toBeGreaterThan(2);
    for (const { scores, features } of pictures) {
      expect(scores.niqe).toBeTypeOf('number');
      expect(scores.niqe_port_matlab).toBeTypeOf('number');
      expect(features.niqe_first_block).toHaveLength(36);
    }
  });

  it('has pictures whose pixels are those that were scored', async () => {
    for (const { name, read } of [...referencePictures(), ...referenceEdgeCases()]) {
      const { width, height, data } = await read();
      expect(data, name).toHaveLength(width * height * 3);
    }
  });
});
