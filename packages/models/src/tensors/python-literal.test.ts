import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BadFile } from './bad-file.ts';
import { type Literal, parseLiteral } from './python-literal.ts';

it.each<[string, Literal]>([
  [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }",
    new Map<string, Literal>([
      ['descr', '<f4'],
      ['fortran_order', false],
      ['shape', [3, 4]],
    ]),
  ],
  [
    '{"shape":(10L,),\'a\':True}',
    new Map<string, Literal>([
      ['shape', [10]],
      ['a', true],
    ]),
  ],
  [
    "[('x', '<f4'), ('y', '<i2', (2,))]",
    [
      ['x', '<f4'],
      ['y', '<i2', [2]],
    ],
  ],
  ['()', []],
  ['(None, -5,)', [null, -5]],
  ["''", ''],
  ['{}', new Map()],
])('reads %s', (text, value) => {
  expect(parseLiteral(text)).toEqual(value);
});

it.each([
  '',
  '{',
  "{'a': }",
  "{'a' 1}",
  "{'a': 1, 'a': 2}",
  '{1: 2}',
  '(,)',
  '(1 2)',
  '(1,, 2)',
  '1 2',
  '1.5',
  '1e3',
  "'a\\x41'",
  "'a",
  '__import__("os").system("true")',
  '(lambda: 1)()',
  '('.repeat(100),
  '('.repeat(100) + ')'.repeat(100),
])('refuses %s', text => {
  expect(() => parseLiteral(text)).toThrow(BadFile);
});

it('refuses any other text with the same kind of error', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...`{}()[],:'"aT1- \n`) }));
  fc.assert(
    fc.property(text, noise => {
      try {
        parseLiteral(noise);
      } catch (error) {
        expect(error).toBeInstanceOf(BadFile);
      }
    }),
  );
});
