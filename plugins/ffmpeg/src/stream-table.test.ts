import { expect, it } from 'vitest';
import { parseCopiedStreams } from './stream-table.ts';

it('reads time bases, packet counts and durations', () => {
  const text = `#extradata 0:       58, 0x56470cd2
#tb 0: 1001/30000
#tb 1: 1/90000
0,          0, -9223372036854775808,        1,     4150, 0x720ca80b
1,        100,        900,     3000,      100, 0x720ca80b, F=0x0
0,          5,          4,        2,     4150, 0x720ca80b
`;
  expect(parseCopiedStreams(text)).toEqual([
    { timeBase: { numerator: 1001, denominator: 30000 }, packets: 2, durationTicks: 6 },
    { timeBase: { numerator: 1, denominator: 90000 }, packets: 1, durationTicks: 3000 },
  ]);
  expect(parseCopiedStreams('#tb 0: 1/25\n')).toEqual([
    { timeBase: { numerator: 1, denominator: 25 }, packets: 0, durationTicks: null },
  ]);
});
