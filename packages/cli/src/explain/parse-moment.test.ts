import { FrameSieveError } from '@framesieve/core';
import { expect, it } from 'vitest';
import { parseMoment } from './parse-moment.ts';

it.each([
  ['0', { kind: 'frame', ordinal: 0 }],
  [' 120 ', { kind: 'frame', ordinal: 120 }],
  ['12.5s', { kind: 'time', seconds: 12.5 }],
  ['12 s', { kind: 'time', seconds: 12 }],
  ['0:12.5', { kind: 'time', seconds: 12.5 }],
  ['1:02:03.5', { kind: 'time', seconds: 3723.5 }],
])('reads %j', (text, moment) => {
  expect(parseMoment(text)).toEqual(moment);
});

it.each(['', '-1', '1.5', '12,5s', 's', '1:2:3:4', '1e3', '0x10', '12m', ':30', '99999999999'])(
  'refuses %j as wrong usage',
  text => {
    const refused = () => parseMoment(text);
    expect(refused).toThrow('Expected the number of a frame, or a time such as 12.5s or 0:12.5');
    expect(refused).toThrow(
      expect.toSatisfy(error => FrameSieveError.isInstance(error) && error.code === 'usage'),
    );
  },
);
