import { type FrameScore, FrameSieveError } from '@framesieve/core';
import { flatPicture } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { type TestModel, testModel } from '../test/models.ts';
import { createOnnxScorer } from './index.ts';

/** Scores flat pictures of these levels; the model's mean is the level. */
async function scoresOf(model: TestModel, levels: readonly number[]): Promise<readonly FrameScore[]> {
  await using scorer = await createOnnxScorer({ model: testModel(model) });
  return await scorer.scoreImages(levels.map(level => flatPicture(2, 2, level)));
}

async function problem(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((caught: unknown) => caught);
  if (!FrameSieveError.isInstance(error)) throw error;
  return `${error.code}: ${error.message} ${error.hint}`;
}

const scalar: TestModel = {
  head: (graph, mean) => graph.op('ReduceMax', [mean], { keepdims: 0 }),
  outputDimensions: [],
};
const column: TestModel = {
  head: (graph, mean) => graph.op('Unsqueeze', [mean, graph.int64([1])]),
  outputDimensions: ['N', 1],
};
const output = { kind: 'distribution', values: [1, 2, 5] } as const;

/** `[N, 3]`: the picture's level times each of these, as a model with such an output ends. */
function rows(factors: readonly number[], more: TestModel = {}): TestModel {
  return {
    head: (graph, mean) => graph.op('MatMul', [column.head!(graph, mean), graph.float32(factors, [1, 3])]),
    outputDimensions: ['N', 3],
    metadata: { output },
    ...more,
  };
}

it.each(['float32', 'float16', 'float64'] as const)('reads %s outputs of each shape', async outputType => {
  const plain = (levels: readonly number[]) => levels.map(score => ({ score, distribution: null }));
  expect(await scoresOf({ outputType }, [3, 5])).toEqual(plain([3, 5]));
  expect(await scoresOf({ ...scalar, outputType }, [3, 5])).toEqual(plain([3, 5]));
  expect(await scoresOf({ ...column, outputType }, [3, 5])).toEqual(plain([3, 5]));
  const distribution = rows([0.25, 0, 0.75], { outputType });
  expect(await scoresOf(distribution, [1, 1])).toEqual([
    { score: 4, distribution: [0.25, 0, 0.75] },
    { score: 4, distribution: [0.25, 0, 0.75] },
  ]);
  const one = rows([0.25, 0, 0.75], { outputType, outputDimensions: [3] });
  const flattened: TestModel = {
    ...one,
    head: (graph, mean) => graph.op('Reshape', [one.head!(graph, mean), graph.int64([3])]),
  };
  expect(await scoresOf(flattened, [1, 1])).toEqual(await scoresOf(distribution, [1, 1]));
});

it('names the shape that it can’t read', async () => {
  expect(await problem(scoresOf(rows([1, 0, 0], { metadata: {} }), [1]))).toMatch(
    /score-failed: .*\[1,3\].*framesieve.output/,
  );
  expect(await problem(scoresOf({ metadata: { output } }, [1]))).toMatch(/\[1\].*expected \[1,3\]/);
});

it('takes probabilities for such only if they are', async () => {
  expect(await scoresOf(rows([0.25, 0, 0.7505]), [1])).toMatchObject(
    [{ score: 0.25 + 5 * 0.7505 }].map(near),
  );
  expect(await problem(scoresOf(rows([1, 2, 0.5]), [1]))).toMatch(
    /score-failed: The model gave 3 numbers that are not probabilities: their sum is 3.5\..*Softmax.*"scalar"/,
  );
  expect(await problem(scoresOf(rows([2, -1.5, 0.5]), [1]))).toMatch(/one is -1.5/);
  expect(await problem(scoresOf(rows([1, 0, 0]), [0]))).toMatch(/their sum is 0/);
  const softmax = rows([1, 2, 0.5]);
  const ended: TestModel = {
    ...softmax,
    head: (graph, mean) => graph.op('Softmax', [softmax.head!(graph, mean)]),
    outputType: 'float16',
  };
  const [score] = await scoresOf(ended, [1]);
  const weights = [1, 2, 0.5].map(Math.exp);
  const expected = (weights[0]! + 2 * weights[1]! + 5 * weights[2]!) / weights.reduce((a, b) => a + b);
  expect(score!.score).toBeCloseTo(expected, 2);
});

function near({ score }: { score: number }) {
  return { score: expect.closeTo(score, 6) };
}

const logarithm: TestModel['head'] = (graph, mean) =>
  graph.op('Log', [graph.op('Sub', [mean, graph.float32(8)])]);

it('turns what is not finite into null with a reason', async () => {
  const [nan, infinite, fine] = await scoresOf({ head: logarithm }, [7, 8, 9]);
  expect(nan).toEqual({ score: null, reason: expect.stringContaining('NaN') });
  expect(infinite).toEqual({ score: null, reason: expect.stringContaining('-Infinity') });
  expect(fine).toEqual({ score: 0, distribution: null });
  const half = await scoresOf(
    { outputType: 'float16', head: (graph, mean) => graph.op('Exp', [mean]) },
    [100],
  );
  expect(half).toMatchObject([{ score: null }]);
});

it('gives the reason that the metadata states', async () => {
  const undefinedReason = 'There is no texture to measure.';
  expect(await scoresOf({ head: logarithm, metadata: { undefinedReason } }, [7, 9])).toEqual([
    { score: null, reason: 'There is no texture to measure. (The model gave NaN.)' },
    { score: 0, distribution: null },
  ]);
  const base = rows([0.25, 0, 0.75]);
  const broken: TestModel = {
    ...base,
    head: (graph, mean) =>
      graph.op('Mul', [
        base.head!(graph, mean),
        graph.op('Unsqueeze', [logarithm!(graph, mean), graph.int64([1])]),
      ]),
    metadata: { output, undefinedReason },
  };
  expect(await scoresOf(broken, [7])).toMatchObject(
    [{ score: null, reason: /^There is no texture/ }].map(matching),
  );
});

function matching({ score, reason }: { score: null; reason: RegExp }) {
  return { score, reason: expect.stringMatching(reason) };
}
