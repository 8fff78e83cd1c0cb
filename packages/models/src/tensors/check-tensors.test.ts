import { expect, it } from 'vitest';
import { refusal } from '../../test/refusal.ts';
import { expectTensors } from './check-tensors.ts';
import type { TensorInfo, TensorType } from './tensor-file.ts';

function fileOf(...tensors: readonly [name: string, shape: readonly number[], type?: TensorType][]) {
  const infos = tensors.map(([name, shape, type = 'float32']): TensorInfo => ({ name, shape, type }));
  return { path: 'weights.npz', tensors: new Map(infos.map(info => [info.name, info])) };
}

const expected = new Map<string, readonly (number | null)[]>([
  ['a', [2, null]],
  ['b', []],
]);

it('takes what fits', () => {
  for (const type of ['float16', 'bfloat16', 'float32', 'float64'] as const)
    expect(() => expectTensors(fileOf(['a', [2, 9], type], ['b', [], type]), expected)).not.toThrow();
  const more = fileOf(['a', [2, 1]], ['b', []], ['optimizer/x', [7], 'other']);
  expect(() =>
    expectTensors(more, expected, { ignore: name => name.startsWith('optimizer/') }),
  ).not.toThrow();
});

it('names all that is wrong at once', async () => {
  const file = fileOf(['a', [3, 1], 'int64'], ['c', [1]], ['ignored', []]);
  const message = await refusal(() => expectTensors(file, expected, { ignore: name => name === 'ignored' }));
  expect(message).toBe(
    '"weights.npz" does not hold the tensors that are expected: missing: b; not expected: c; of another shape: a is [3, 1] instead of [2, any]; not floating-point numbers: a is int64.',
  );
});

it.each([
  [[2], '[2] instead of [2, any]'],
  [[2, 3, 4], '[2, 3, 4] instead of [2, any]'],
  [[], '[] instead of [2, any]'],
])('tells the shape %j from the one expected', async (shape, why) => {
  expect(await refusal(() => expectTensors(fileOf(['a', shape], ['b', []]), expected))).toContain(why);
});

it('does not list hundreds of names', async () => {
  const many = new Map(Array.from({ length: 100 }, (_, at) => [`layer${at}`, [1]]));
  const message = await refusal(() => expectTensors(fileOf(['\u001b[31m', [1]]), many));
  expect(message).toContain(
    'missing: layer0, layer1, layer2, layer3, layer4, layer5, layer6, layer7 and 92 more;',
  );
  expect(message).toContain('not expected: \u{fffd}[31m.');
});
