import { expect, it } from 'vitest';
import { type ModelInput, rawPixels } from './model-input.ts';
import { sizeProblem } from './size-problem.ts';

const open = { width: null, height: null };
const filter = { filter: 'bilinear', antialias: true } as const;
const problem = (size: [number, number], input: Partial<ModelInput>, fixed = open) =>
  sizeProblem({ width: size[0], height: size[1] }, { ...rawPixels([2, 2]), ...input }, fixed);

it('looks at the picture’s own size where nothing is resized', () => {
  expect(problem([2, 2], {})).toBeNull();
  expect(problem([1, 9], {})).toBe('The picture is 1×9 pixels; the metric needs at least 2×2.');
  expect(problem([8, 6], { sizeMultiple: 4 })).toMatch(/multiples of 4/);
  expect(problem([0, 6], { minimumSize: [1, 1] })).toMatch(/nothing to score/);
});

it('looks at the size after resizing otherwise', () => {
  const stretch = { fit: 'stretch', width: 224, height: 224, ...filter } as const;
  expect(problem([1, 1], { resize: stretch, minimumSize: [224, 224], sizeMultiple: 32 })).toBeNull();
  expect(problem([0, 1], { resize: stretch })).toMatch(/nothing to score/);
  const shorter = { shorterSide: 256, crop: null, ...filter } as const;
  expect(problem([1080, 1080], { resize: shorter, sizeMultiple: 32 })).toBeNull();
  expect(problem([1920, 1080], { resize: shorter, sizeMultiple: 32 })).toBe(
    'The picture is 1920×1080 pixels, resized 455×256; the metric needs multiples of 32.',
  );
});
