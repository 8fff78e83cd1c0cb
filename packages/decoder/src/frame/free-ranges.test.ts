import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FreeRanges } from './free-ranges.ts';

describe('FreeRanges', () => {
  it('takes from the lowest range that is long enough', () => {
    const free = new FreeRanges();
    free.give(0, 2);
    free.give(10, 15);
    free.give(20, 30);
    expect(free.take(4)).toBe(10);
    expect(free.take(4)).toBe(20);
    expect(free.take(2)).toBe(0);
    expect(free.take(7)).toBeNull();
    expect(free.length).toBe(7);
  });

  it('joins neighbours', () => {
    const free = new FreeRanges();
    free.give(10, 20);
    free.give(0, 5);
    free.give(5, 10);
    free.give(20, 25);
    expect(free.take(25)).toBe(0);
    expect(free.length).toBe(0);
  });

  it('gives out no place twice, loses none, and finds room wherever enough lies together', () => {
    const size = 64;
    const step = fc.oneof(
      fc.record({ take: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ give: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), steps => {
        const free = new FreeRanges();
        free.give(0, size);
        const isTaken = new Array<boolean>(size).fill(false);
        const taken: [start: number, end: number][] = [];
        const longest = () =>
          Math.max(
            ...isTaken
              .map(value => (value ? 'x' : '.'))
              .join('')
              .split('x')
              .map(run => run.length),
          );
        for (const current of steps) {
          if ('take' in current) {
            const room = longest();
            const start = free.take(current.take);
            expect(start !== null).toBe(current.take <= room);
            if (start === null) continue;
            const end = start + current.take;
            expect(isTaken.slice(start, end)).toEqual(new Array(current.take).fill(false));
            isTaken.fill(true, start, end);
            taken.push([start, end]);
          } else if (taken.length > 0) {
            const [[start, end]] = taken.splice(current.give % taken.length, 1) as [[number, number]];
            isTaken.fill(false, start, end);
            free.give(start, end);
          }
          expect(free.length).toBe(isTaken.filter(value => !value).length);
        }
      }),
    );
  });
});
