import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ImageScorer, ModelFamily } from '@framesieve/core';
import { brisqueFamily, opencvMetric, utliveKernel } from '@framesieve/plugin-brisque';
import { framesieveMetric, niqeFamily, niqeKernel } from '@framesieve/plugin-niqe';
import { type OnnxMetric, onnxMetric } from '@framesieve/scorer/metric';
import { referenceFolder } from '@framesieve/testkit/shared';

/** A metric, computed in both ways that there are. */
export interface MetricPair extends AsyncDisposable {
  readonly id: string;
  readonly kernel: ImageScorer;
  readonly graph: ImageScorer;
}

/** Ids of the metrics that exist twice; those of the authors' parameters only where the reference folder is. */
export const pairedMetrics: readonly string[] = [
  'niqe/framesieve',
  'brisque/opencv',
  ...(referenceFolder() === null ? [] : ['niqe/utlive', 'brisque/utlive']),
];

/** Opens a metric in both ways. */
export async function openPair(id: string): Promise<MetricPair> {
  const folder = mkdtempSync(join(tmpdir(), 'framesieve pair '));
  const metric = await metricOf(id, folder);
  const options = { direction: null, device: 'cpu', threads: 2 } as const;
  const kernel = await metric.create({ ...options, kernel: 'auto' });
  const graph = await metric.create({ ...options, kernel: 'onnx' });
  return {
    id,
    kernel,
    graph,
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]();
      await graph[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

async function metricOf(id: string, folder: string): Promise<OnnxMetric> {
  switch (id) {
    case 'niqe/framesieve':
      return framesieveMetric;
    case 'brisque/opencv':
      return opencvMetric;
    case 'niqe/utlive':
      return authors(niqeFamily, niqeKernel, ['niqe_modelparameters.mat'], folder);
    case 'brisque/utlive':
      return authors(brisqueFamily, utliveKernel, ['allmodel', 'allrange'], folder);
    default:
      throw new RangeError(`There is no ${id} to compare.`);
  }
}

async function authors(
  family: ModelFamily,
  kernel: typeof niqeKernel,
  files: readonly string[],
  folder: string,
): Promise<OnnxMetric> {
  const id = `${family.name}/utlive`;
  const { model } = await family.convert({
    id,
    known: null,
    files: files.map(name => join(referenceFolder()!, 'params', name)),
    profile: null,
    precision: 'float32',
    signal: new AbortController().signal,
  });
  const file = join(folder, `${family.name}.onnx`);
  writeFileSync(file, model);
  return onnxMetric({ id, summary: id, supply: { kind: 'bundled', file: pathToFileURL(file) } }, { kernel });
}
