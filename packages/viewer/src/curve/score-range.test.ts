import { expect, it } from 'vitest';
import { scoreRange } from './score-range.ts';

it('takes in every pick, however many there are', () => {
  const rows = 300_000;
  const scores = Float64Array.from({ length: rows }, (_, row) => 4 + (row % 100) / 100);
  scores[7] = 100;
  const ordinals = Uint32Array.from(scores.keys());
  const [low, high] = scoreRange({ scores, ordinals }, new Uint8Array(), [...scores])!;
  expect([low, high]).toEqual([4, 100]);
});
