import { correctPicks, defaultSelection } from '@framesieve/core';
import { makeScoreTable } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { select } from '../select.ts';
import { createExplainer, explainFrame } from './explain-frame.ts';

it('explains frames as one by one, also of selections that were corrected since', () => {
  const scores = Array.from({ length: 200 }, (_, row) => 5 + Math.sin(row / 7) + (row % 5) / 10);
  const table = makeScoreTable({ scores: { 'wave/a': scores } });
  const input = { table, settings: { ...defaultSelection, minGapSeconds: 0.2 } };
  const selection = select(input);
  const [best] = selection.picked;
  const corrected = correctPicks(selection, { added: [3], removed: [best!.ordinal] });
  const explain = createExplainer(input);
  for (const made of [selection, corrected])
    for (const ordinal of [0, 3, best!.ordinal, 77, 199])
      expect(explain(made, ordinal)).toEqual(explainFrame(input, made, ordinal));
  expect(explain(corrected, best!.ordinal).verdict).toMatchObject({ kind: 'rejected', reason: 'removed' });
  expect(() => explain(selection, 200)).toThrow('not among the frames');
});
