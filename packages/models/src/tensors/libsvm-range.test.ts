import { expect, it } from 'vitest';
import { refusal } from '../../test/refusal.ts';
import { parseLibsvmRange } from './libsvm-range.ts';

it('reads limits and ranges, also where constant features are left out', () => {
  expect(parseLibsvmRange('x\r\n-1 1\r\n1 0.338 10\r\n3 -5e-2 7\r\n')).toEqual({
    lower: -1,
    upper: 1,
    minimum: Float64Array.of(0.338, 0, -0.05),
    maximum: Float64Array.of(10, 0, 7),
  });
  expect(parseLibsvmRange('x\n0 1\n1 2 3', { features: 2 }).maximum).toEqual(Float64Array.of(3, 0));
});

it.each([
  ['nothing', '', 'is not a file of ranges'],
  ['a web page', '<html>', 'is not a file of ranges'],
  ['a range of what is predicted', 'y\n-1 1\n0 100\nx\n-1 1\n1 0 1\n', 'section y'],
  ['no limits', 'x\n', 'not 2 numbers'],
  ['limits that fall', 'x\n1 -1\n1 0 1', "don't rise"],
  ['no ranges', 'x\n-1 1\n', 'no ranges'],
  ['an infinite range', 'x\n-1 1\n1 0 inf', 'not a finite number'],
  ['a range of one number', 'x\n-1 1\n1 0', 'not 3 numbers'],
  ['a range that falls', 'x\n-1 1\n1 1 0', 'that falls'],
  ['an index of 0', 'x\n-1 1\n0 0 1\n1 0 1', 'not a rising one'],
  ['an index twice', 'x\n-1 1\n1 0 1\n1 0 1', 'not a rising one'],
  ['an index that is no whole number', 'x\n-1 1\n0.5 0 1\n2 0 1', 'not a rising one'],
  ['an index beyond all memory', 'x\n-1 1\n1e12 0 1', 'impossible index'],
])('refuses ranges with %s', async (_, text, why) => {
  expect(await refusal(() => parseLibsvmRange(text, { name: 'allrange' }))).toContain(why);
});

it('refuses more features than there are', async () => {
  expect(await refusal(() => parseLibsvmRange('x\n-1 1\n3 0 1', { features: 2 }))).toContain('up to 2');
});
