/**
 * Measures time and memory with a network of the published size, or a small one, and random weights; each step is a process of its own, so
 * that its peak of memory is its own.
 *
 *     node --conditions=@framesieve/source plugins/musiq/scripts/measure.ts write full.npz [small]       (or full.pth)
 *     node --conditions=@framesieve/source plugins/musiq/scripts/measure.ts convert full.npz full.onnx [PROFILE] [PRECISION]
 *     node --conditions=@framesieve/source plugins/musiq/scripts/measure.ts score full.onnx WIDTH HEIGHT [THREADS] [TIMES]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createOnnxScorer } from '@framesieve/scorer';
import { writeNpz, writeTorch } from '@framesieve/testkit/tensor-files';
import { musiqFamily } from '../src/index.ts';
import { pytorchCheckpoint } from './pytorch-checkpoint.ts';
import { flaxCheckpoint, fullSize, smallSize } from './random-checkpoint.ts';

const [step, file = '', ...options] = process.argv.slice(2);

if (step === 'write') {
  const sizes = options[0] === 'small' ? smallSize : fullSize;
  if (file.endsWith('.npz')) await writeNpz(file, flaxCheckpoint(sizes));
  else await writeTorch(file, pytorchCheckpoint(sizes));
} else if (step === 'convert') {
  const [target = 'full.onnx', profile = null, precision = 'float32'] = options;
  const { model } = await timed('convert', () =>
    musiqFamily.convert({
      id: 'musiq/random',
      known: null,
      files: [file],
      profile,
      precision: precision === 'float16' ? 'float16' : 'float32',
      signal: new AbortController().signal,
    }),
  );
  await writeFile(target, model);
} else if (step === 'score') {
  const [width, height, threads = 2, times = 5] = options.map(Number);
  const data = Uint8Array.from({ length: width! * height! * 3 }, () => 256 * Math.random());
  const model = await readFile(file);
  await using scorer = await timed('load', () =>
    createOnnxScorer({ model, options: { direction: null, device: 'cpu', threads } }),
  );
  for (let i = 0; i < times; i++)
    await timed('score', () => scorer.scoreImages([{ width: width!, height: height!, data }]));
} else {
  throw new RangeError('The step is write, convert or score.');
}
console.log(`peak of memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.log(`${what}: ${Math.round(performance.now() - start)} ms`);
  return result;
}
