import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { selfTestPictures } from './self-test-pictures.ts';

it('are the same on every machine', () => {
  const pictures = selfTestPictures();
  expect(pictures.map(({ width, height, data }) => [width, height, data.length])).toEqual([
    [288, 192, 288 * 192 * 3],
    [288, 192, 288 * 192 * 3],
  ]);
  // Recorded scores stand and fall with these bytes.
  expect(pictures.map(({ data }) => createHash('sha256').update(data).digest('hex'))).toEqual([
    '252aa13de818d441b0ddf53264c56f32d86e179296bfc9a54a2feea13e5b967c',
    '34fabb496a0db64858654a20e20d7ca15dd45105053b662d92fbd6ff5388a7d9',
  ]);
});

it('use the whole range of levels, in texture', () => {
  const [sharp, soft] = selfTestPictures().map(({ data }) => data);
  const levels = Array.from(sharp!).sort((a, b) => a - b);
  expect(levels[0]).toBeLessThan(40);
  expect(levels.at(-1)).toBeGreaterThan(215);
  const steps = (data: ArrayLike<number>) =>
    Array.from(data)
      .slice(3)
      .reduce((sum, level, i) => sum + Math.abs(level - data[i]!), 0);
  expect(steps(soft!)).toBeLessThan(steps(sharp!) / 2);
});
