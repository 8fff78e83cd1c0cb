import { FrameSieveError } from '@framesieve/core';
import { expect, it } from 'vitest';
import { testMetadata, testModel } from '../test/models.ts';
import { createOnnxScorer } from './index.ts';

async function refusal(options: Parameters<typeof createOnnxScorer>[0]): Promise<string> {
  const error = await createOnnxScorer(options).catch((caught: unknown) => caught);
  if (!FrameSieveError.isInstance(error)) throw error;
  return `${error.code}: ${error.message} ${error.hint}`;
}

it('refuses what is no model, or none of a metric', async () => {
  expect(await refusal({ model: new Uint8Array(100) })).toMatch(/metric-unavailable: .*not an ONNX model/);
  const training = testModel({
    head: (graph, mean) =>
      graph.op('Dropout', [mean, graph.float32(0.5), graph.op('Cast', [graph.float32(1)], { to: 9 })]),
  });
  expect(await refusal({ model: training })).toMatch(/as in training: Dropout/);
  const two = testModel({
    head: (graph, mean) => graph.op('Add', [mean, graph.input('other', 'float32', [1])]),
  });
  expect(await refusal({ model: two })).toMatch(/2 inputs \(pixels, other\)/);
  const whole = testModel({ outputType: 'int64' });
  expect(await refusal({ model: whole })).toMatch(/"result" is int64.*Cast to float32/);
  const unknown = testModel({ head: (graph, mean) => graph.op('NoSuchOperator', [mean]) });
  expect(await refusal({ model: unknown })).toMatch(/metric-unavailable: ONNX Runtime refuses the model/);
});

it('refuses metadata that is not true of the model', async () => {
  const model = testModel();
  await using told = await createOnnxScorer({ model, metadata: { input: testMetadata.input } });
  expect(told.metric.id).toBe('test/mean');
  const input = { dtype: 'float32' } as const;
  expect(await refusal({ model, metadata: { input } })).toMatch(/"pixels" is uint8.*float32.*`dtype`/);
  expect(await refusal({ model, metadata: { input: { layout: 'NCHW' } } })).toMatch(
    /\[N,H,W,3\], but NCHW with 3 colour channels is \[N,3,H,W\].*`layout`/,
  );
  const gray = testModel({ dimensions: ['N', 'H', 'W', 1] });
  expect(await refusal({ model: gray })).toMatch(/\[N,H,W,1\]/);
  const flat = testModel({ dimensions: ['H', 'W', 3] });
  expect(await refusal({ model: flat })).toMatch(/\[H,W,3\].*batches/);
});

it('refuses a resize policy whose pictures never fit', async () => {
  const model = testModel({ dimensions: ['N', 6, 8, 3] });
  const filter = { filter: 'bilinear', antialias: true } as const;
  const resized = (width: number, height: number) =>
    ({ resize: { fit: 'contain', width, height, padding: [0, 0, 0], ...filter } }) as const;
  expect(await refusal({ model, metadata: { input: resized(6, 8) } })).toMatch(
    /metric-unavailable: No picture fits the model .*The picture is 6×8 pixels; the model takes 8×6 only\. .*`resize`/,
  );
  expect(await refusal({ model, metadata: { input: { ...resized(8, 6), sizeMultiple: 4 } } })).toMatch(
    /multiples of 4/,
  );
  const crop = { resize: { shorterSide: 9, crop: [8, 9], ...filter } } as const;
  expect(await refusal({ model, metadata: { input: crop } })).toMatch(/8×9 pixels/);
  await using fits = await createOnnxScorer({ model, metadata: { input: resized(8, 6) } });
  const [score] = await fits.scoreImages([{ width: 40, height: 30, data: new Uint8Array(3600).fill(5) }]);
  expect(score).toEqual({ score: 5, distribution: null });
});
