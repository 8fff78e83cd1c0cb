import { expect, it } from 'vitest';
import { lengthened } from './read-source.ts';

it('plays forth and back, without showing the ends twice', () => {
  expect(lengthened([0, 1, 2, 3], 11)).toEqual([0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2]);
  expect(lengthened([0, 1, 2, 3], 3)).toEqual([0, 1, 2]);
  expect(lengthened([7], 3)).toEqual([7, 7, 7]);
});
