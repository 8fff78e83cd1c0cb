import { createHash } from 'node:crypto';
import { type FrameScore, FrameSieveError, type RgbImage, type ScorerFactory } from '@framesieve/core';
import type { ModelInput } from '@framesieve/models';
import { describeScorer } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { firstSampleModel, testMetadata, testModel } from '../test/models.ts';
import { createOnnxScorer, onnxAvailability } from './index.ts';

const usual = { direction: null, device: 'auto', threads: 1 } as const;

const factory: ScorerFactory = {
  id: 'test/mean',
  isFamilyDefault: true,
  summary: 'Mean of all samples',
  availability: onnxAvailability,
  create: options => createOnnxScorer({ model: testModel(), options }),
};

describeScorer({ name: 'An ONNX file', factory });

function picture(width: number, height: number, value: (i: number) => number = i => i % 256): RgbImage {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => value(i)) };
}

async function scoresOf(model: Uint8Array, images: readonly RgbImage[]): Promise<readonly FrameScore[]> {
  await using scorer = await createOnnxScorer({ model, options: usual });
  return await scorer.scoreImages(images);
}

async function problem(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((caught: unknown) => caught);
  if (!FrameSieveError.isInstance(error)) throw error;
  return `${error.code}: ${error.message} ${error.hint}`;
}

it('describes the metric from the file', async () => {
  const model = testModel();
  await using scorer = await createOnnxScorer({ model });
  expect(scorer.metric).toMatchObject({
    id: 'test/mean',
    modelDirection: 'higher',
    direction: 'higher',
    range: [0, 255],
    modelSha256: createHash('sha256').update(model).digest('hex'),
    implementation: { name: 'onnxruntime', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    device: 'cpu',
  });
  expect(scorer.metadata).toMatchObject(testMetadata);
});

it('takes a file without an id, and lets the user complete its metadata', async () => {
  const model = testModel({ without: ['framesieve.metric', 'framesieve.direction'] });
  expect(await problem(createOnnxScorer({ model }))).toMatch(
    /metric-unavailable: .*framesieve.direction.*config/,
  );
  await using scorer = await createOnnxScorer({ model, metadata: { direction: 'lower' } });
  expect(scorer.metric.id).toBe(`custom/${scorer.metric.modelSha256.slice(0, 8)}`);
  expect(scorer.metric.direction).toBe('lower');
});

it('scores plain pictures, more than fit into one call too', async () => {
  const model = testModel({ dimensions: [1, 'H', 'W', 3] });
  await using scorer = await createOnnxScorer({ model, options: usual });
  expect(scorer.maxBatchSize).toBe(1);
  expect(await scorer.scoreImages([])).toEqual([]);
  const images = [10, 20, 30].map(level => picture(4, 3, () => level));
  expect((await scorer.scoreImages(images)).map(({ score }) => score)).toEqual([10, 20, 30]);
});

const layouts = ['NHWC', 'NCHW'] as const;
const ranges = [
  [0, 255, 1],
  [0, 1, 1 / 255],
  [-1, 1, 2 / 255],
] as const;

it.each(layouts.flatMap(layout => ranges.map(range => [layout, ...range] as const)))(
  'prepares %s pixels in [%d, %d]',
  async (layout, low, high, scale) => {
    for (const [channel, colorSpace] of [
      [0, 'rgb'],
      [2, 'rgb'],
      [0, 'bgr'],
    ] as const) {
      const input: ModelInput = {
        ...testMetadata.input,
        layout,
        colorSpace,
        dtype: 'float32',
        valueRange: [low, high] as ModelInput['valueRange'],
      };
      const images = [picture(5, 4, i => i), picture(5, 4, i => 100 + i)];
      const scores = await scoresOf(firstSampleModel(input, channel), images);
      const source = colorSpace === 'rgb' ? channel : 2 - channel;
      for (const [i, level] of [source, 100 + source].entries()) {
        expect(scores[i]!.score).toBeCloseTo(low + level * scale, 5);
      }
    }
  },
);

it('subtracts the mean and divides by the deviation of each channel', async () => {
  const input: ModelInput = {
    ...testMetadata.input,
    dtype: 'float32',
    valueRange: [0, 1],
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  };
  const [score] = await scoresOf(firstSampleModel(input, 1), [picture(3, 3, () => 200)]);
  expect(score!.score).toBeCloseTo((200 / 255 - 0.456) / 0.224, 5);
});

it('gives uint8 pixels as they are, from shared memory too', async () => {
  const data = new Uint8Array(new SharedArrayBuffer(12)).fill(7);
  expect(await scoresOf(testModel(), [{ width: 2, height: 2, data }])).toEqual([
    { score: 7, distribution: null },
  ]);
});

it('gives the reason why a picture can’t be scored', async () => {
  const reasonOf = async (model: Uint8Array, image: RgbImage) => {
    const [score] = await scoresOf(model, [image]);
    return score!.score === null ? score!.reason : 'scored';
  };
  expect(await reasonOf(testModel(), picture(1, 9))).toBe(
    'The picture is 1×9 pixels; the metric needs at least 2×2.',
  );
  expect(await reasonOf(testModel({ input: { sizeMultiple: 4 } }), picture(8, 6))).toMatch(/multiples of 4/);
  expect(await reasonOf(testModel({ dimensions: ['N', 6, 8, 3] }), picture(6, 8))).toMatch(/takes 8×6 only/);
  expect(await reasonOf(testModel({ dimensions: ['N', 6, 8, 3] }), picture(8, 6))).toBe('scored');
});

it('says in which precision the model computes', async () => {
  const model = testModel({ metadata: { precision: 'float16' } });
  await using scorer = await createOnnxScorer({ model });
  expect(scorer.metric.precision).toBe('float16');
});

it('lets the user correct a field of the input', async () => {
  const model = testModel({ input: { layout: 'NCHW' }, metadata: {} });
  const input = { minimumSize: [9, 9] } as const;
  await using scorer = await createOnnxScorer({ model, metadata: { input } });
  expect(scorer.metadata.input).toEqual({ ...testMetadata.input, layout: 'NCHW', minimumSize: [9, 9] });
  expect(await scorer.scoreImages([picture(8, 9)])).toMatchObject([{ score: null }]);
  expect(await scorer.scoreImages([picture(9, 9, () => 6)])).toMatchObject([{ score: 6 }]);
});

it('refuses pictures that are not RGB of one size', async () => {
  await using scorer = await createOnnxScorer({ model: testModel(), options: usual });
  const wrong = { width: 2, height: 2, data: new Uint8ClampedArray(12) };
  expect(await problem(scorer.scoreImages([wrong as unknown as RgbImage]))).toMatch(/^usage: .*8-bit/);
  expect(await problem(scorer.scoreImages([picture(2, 2), picture(3, 2)]))).toMatch(/^usage: .*one size/);
  expect(await problem(scorer.scoreImages([{ ...picture(2, 2), height: 3 }]))).toMatch(/^usage: .*18/);
});

it('falls back to the CPU when a device can’t be had, and says so once', async () => {
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (message: string) => warnings.push(message) };
  const options = { ...usual, device: 'no-such-device' };
  await using scorer = await createOnnxScorer({ model: testModel(), options });
  expect(scorer.metric.device).toBe('cpu');
  for (let i = 0; i < 2; i++) await scorer.scoreImages([picture(2, 2)], { logger });
  expect(warnings).toEqual([
    expect.stringMatching(/test\/mean: Device "no-such-device" can't be used .*CPU/s),
  ]);
});

it('waits for what is running when it is closed', async () => {
  const scorer = await createOnnxScorer({ model: testModel(), options: usual });
  const running = scorer.scoreImages([picture(200, 200, () => 4)]);
  await scorer[Symbol.asyncDispose]();
  expect(await running).toMatchObject([{ score: 4 }]);
});

it('stops when aborted, and refuses to work once closed', async () => {
  const scorer = await createOnnxScorer({ model: testModel(), options: usual });
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(scorer.scoreImages([picture(2, 2)], { signal })).rejects.toThrow('stop');
  await scorer[Symbol.asyncDispose]();
  expect(await problem(scorer.scoreImages([picture(2, 2)]))).toMatch(/^internal: .*closed/);
});
