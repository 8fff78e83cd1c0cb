import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ImageScorer, type Scorer, silentLogger } from '@framesieve/core';
import { metadataKeys, readModelFacts } from '@framesieve/models/facts';
import { frameFromRgb, rgbOfPictureFrame, texturedPicture } from '@framesieve/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testModel } from '../test/models.ts';
import { type ModelKernel, onnxMetric } from './metric.ts';

let folder: string;
let named: URL;
let unnamed: URL;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve metric '));
  const write = (name: string, model: Uint8Array) => {
    const file = join(folder, name);
    writeFileSync(file, model);
    return pathToFileURL(file);
  };
  named = write('named.onnx', testModel({ metadata: { kernel: 'mean@1' } }));
  unnamed = write('unnamed.onnx', testModel());
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A kernel that computes the model of the tests, the mean of all samples, in plain code. */
const meanKernel: ModelKernel = {
  version: '1.2.3',
  computes: async model => {
    try {
      return readModelFacts(model).metadata.get(metadataKeys.kernel) === 'mean@1';
    } catch {
      return false;
    }
  },
  async create({ id, bytes }, { direction }) {
    const scoreImages: ImageScorer['scoreImages'] = async images =>
      images.map(({ data }) => {
        const sum = Array.from(data).reduce((total, sample) => total + sample, 0);
        return { score: sum / data.length, distribution: null };
      });
    return {
      metric: {
        id,
        modelDirection: 'higher',
        direction: direction ?? 'higher',
        range: [0, 255],
        modelSha256: `${bytes.length}`,
        implementation: { name: 'mean', version: '1.2.3' },
        kernel: 'mean',
        precision: 'float64',
        device: 'cpu',
      },
      maxBatchSize: 1,
      scoreImages,
      score: (frames, { rgb }) => scoreImages(frames.map(frame => rgb(frame))),
      async [Symbol.asyncDispose]() {},
    };
  },
};

function metricOf(file: URL) {
  const model = { id: 'test/mean', summary: 'Mean', supply: { kind: 'bundled', file } } as const;
  return onnxMetric(model, { kernel: meanKernel });
}

const options = { direction: null, device: 'auto', threads: 1 } as const;

/** What a scorer says at the level `debug` while it scores two frames. */
async function saidBy(scorer: Scorer): Promise<readonly string[]> {
  const said: string[] = [];
  const say = (message: string) => void said.push(message);
  const logger = { ...silentLogger, debug: say, warn: say };
  const { signal } = new AbortController();
  for (let i = 0; i < 2; i++)
    await scorer.score([frameFromRgb(texturedPicture(20, 10))], { signal, logger, rgb: rgbOfPictureFrame });
  return said.filter(message => message.includes('graph'));
}

describe('a model that names a kernel', () => {
  it.each(['auto', 'cpu'])('is computed by it on the device %s, without a word', async device => {
    await using scorer = await metricOf(named).create({ ...options, device });
    expect(scorer.metric.kernel).toBe('mean');
    expect(await saidBy(scorer)).toEqual([]);
  });

  it('is computed by its graph where that is asked for, without a word', async () => {
    await using scorer = await metricOf(named).create({ ...options, kernel: 'onnx' });
    expect(scorer.metric.kernel).toBe('onnx');
    expect(await saidBy(scorer)).toEqual([]);
  });

  it('has the same score in both ways', async () => {
    const picture = texturedPicture(31, 17);
    await using kernel = await metricOf(named).create(options);
    await using graph = await metricOf(named).create({ ...options, kernel: 'onnx' });
    const [[one], [other]] = [await kernel.scoreImages([picture]), await graph.scoreImages([picture])];
    expect(Math.abs(one!.score! - other!.score!)).toBeLessThan(1e-4);
  });

  it('is there whatever the runtime is', async () => {
    expect(await metricOf(named).availability()).toEqual({ available: true, version: '1.2.3' });
  });
});

describe('a model that names none', () => {
  it('is computed by its graph, which is warned of once', async () => {
    await using scorer = await metricOf(unnamed).create(options);
    expect(scorer.metric.kernel).toBe('onnx');
    expect(await saidBy(scorer)).toEqual([
      expect.stringMatching(/^test\/mean is computed by the graph in its model file, slowly/),
    ]);
  });

  it('needs the runtime', async () => {
    expect(await metricOf(unnamed).availability()).not.toMatchObject({ version: '1.2.3' });
  });
});

it('says what is wrong with a file that is missing or no model', async () => {
  const missing = pathToFileURL(join(folder, 'missing.onnx'));
  await expect(metricOf(missing).create(options)).rejects.toMatchObject({ code: 'metric-unavailable' });
  const text = join(folder, 'text.onnx');
  writeFileSync(text, '<!doctype html>');
  await expect(metricOf(pathToFileURL(text)).create(options)).rejects.toMatchObject({
    code: 'metric-unavailable',
    message: expect.stringContaining('text.onnx'),
  });
});
