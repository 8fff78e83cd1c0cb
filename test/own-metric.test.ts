import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatModelMetadata, GraphBuilder } from '@framesieve/models';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './lib/command.ts';
import { runForDocument } from './lib/documents.ts';

let folder: string;

/** Mean of all samples; says nothing of itself but what is given. */
function brightness(metadata: ReadonlyMap<string, string>): Uint8Array {
  const graph = new GraphBuilder('brightness');
  const pixels = graph.input('pixels', 'float32', ['N', 3, 'H', 'W']);
  const mean = graph.op('ReduceMean', [pixels], { axes: [1, 2, 3], keepdims: 0 });
  graph.output(mean, 'brightness', 'float32', ['N']);
  return graph.toModel({ opset: 17, metadata, producerVersion: '1' });
}

const input = {
  colorSpace: 'rgb',
  layout: 'NCHW',
  dtype: 'float32',
  valueRange: [0, 1],
  mean: null,
  std: null,
  resize: 'none',
  minimumSize: [1, 1],
  sizeMultiple: 1,
} as const;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve own '));
  copyFileSync((await sharedClip('mp4', { frames: 30 })).file, join(folder, 'clip.mp4'));
  writeFileSync(join(folder, 'bare.onnx'), brightness(new Map()));
  const metadata = formatModelMetadata({
    metric: 'brightness/mean',
    direction: 'higher',
    range: [0, 1],
    input,
    output: { kind: 'scalar' },
    source: null,
    licence: 'Apache-2.0',
    version: '1',
  });
  writeFileSync(join(folder, 'described.onnx'), brightness(metadata));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = (name: string, value: object) => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return ['--config', name];
};

describe('a model of one’s own', () => {
  it('is a metric by the path of its file', async () => {
    const args = ['score', 'clip.mp4', '--metric', './described.onnx', '--out', 'by-path'];
    const { videos } = await runForDocument(args, folder);
    const [metric] = videos[0]!.metrics;
    expect(metric).toMatchObject({ id: 'brightness/mean', direction: 'higher', scored: 30 });
    expect(metric!.scores!.every(({ score }) => score! > 0 && score! < 1)).toBe(true);
  });

  it('is refused without a direction, with a sentence that says how to give one', async () => {
    const args = ['score', 'clip.mp4', '--metric', 'bare.onnx', '--db', ':memory:'];
    const { exitCode, stderr } = await runCommand(args, { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("doesn't say whether a higher or a lower score is better");
    expect(stderr).toMatch(/Give `direction` for the metric in the config file/);
  });

  it('is described in the config where the file says nothing', async () => {
    const metric = { model: './bare.onnx', direction: 'lower', input: { layout: 'NCHW', dtype: 'float32' } };
    const incomplete = config('incomplete.json', { metric });
    const refused = await runCommand(['score', 'clip.mp4', '--db', ':memory:', ...incomplete], {
      cwd: folder,
    });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('valueRange');
    const whole = { ...metric, input: { ...metric.input, valueRange: [0, 1] } };
    const named = config('named.json', { metric: [{ ...whole, name: 'dark/mine' }, 'brisque'] });
    const { videos } = await runForDocument(['score', 'clip.mp4', '--out', 'named', ...named], folder);
    expect(videos[0]!.metrics.map(({ id, direction }) => [id, direction])).toEqual([
      ['dark/mine', 'lower'],
      ['brisque/opencv', 'lower'],
    ]);
    const unnamed = config('unnamed.json', { metric: whole });
    const again = await runForDocument(['score', 'clip.mp4', '--out', 'named', ...unnamed], folder);
    expect(again.videos[0]!.metrics[0]!.id).toMatch(/^custom\/[0-9a-f]{8}$/);
  });

  it.each([
    [{ model: './nothing.onnx' }, 1, /There is no model file ".*nothing\.onnx"/],
    [{ model: './described.onnx', name: 'brisque/opencv' }, 2, /there is a metric "brisque\/opencv"/],
    [{ model: './described.onnx', direction: 'up' }, 2, /`metric.direction`: expected "higher", "lower"/],
    [{ model: './described.onnx', input: { layout: 'HWC' } }, 2, /layout/],
    [{ model: './framesieve.json' }, 1, /not an ONNX model/],
    [{ path: './described.onnx' }, 2, /`metric/],
  ])('is refused with what is wrong: %j', async (metric, exitCode, expected) => {
    const args = ['score', 'clip.mp4', '--db', ':memory:', ...config('framesieve.json', { metric })];
    const result = await runCommand(args, { cwd: folder });
    expect(result.stderr).toMatch(expected);
    expect(result.exitCode).toBe(exitCode);
  });

  it('is listed among the metrics', async () => {
    const args = ['plugins', 'list', '--json', ...config('list.json', { metric: './described.onnx' })];
    const { stdout } = await runCommand(args, { cwd: folder });
    const { metrics } = JSON.parse(stdout);
    expect(metrics.at(-1)).toMatchObject({ id: 'brightness/mean', available: true });
  });
});

describe('the direction', () => {
  it('turned in the config turns the picks, without scoring anything again', async () => {
    const args = ['--metric', 'described.onnx', '--out', 'turned', '--top', '3', '--coverage', '0'];
    const selecting = [...args, '--min-gap', '0', '--no-duplicates'];
    const scored = await runForDocument(['score', 'clip.mp4', ...args.slice(0, 4)], folder);
    const scores = scored.videos[0]!.metrics[0]!.scores!;
    const scoreOf = (frame: number) => scores[frame]!.score!;
    const middle = scores.map(({ score }) => score!).sort((a, b) => a - b)[scores.length >> 1]!;
    // Not simply the best three: a frame counts for no more than the better of its two neighbours.
    const expectBest = (frames: readonly number[], sign: 1 | -1) => {
      const values = frames.map(frame => sign * scoreOf(frame));
      expect(values).toHaveLength(3);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      expect(values.at(-1)).toBeGreaterThan(sign * middle);
    };
    const picksWith = async (more: readonly string[]) => {
      const { videos } = await runForDocument(['select', 'clip.mp4', ...selecting, ...more], folder);
      const [metric] = videos[0]!.metrics;
      expect(metric).toMatchObject({ scored: 0, reused: 30 });
      return { direction: metric!.direction, frames: videos[0]!.picks!.map(({ frame }) => frame) };
    };
    const turned = config('turned.json', { direction: { 'brightness/mean': 'lower' } });
    const usual = await picksWith([]);
    expect(usual.direction).toBe('higher');
    expectBest(usual.frames, 1);
    const { direction, frames } = await picksWith(turned);
    expect(direction).toBe('lower');
    expectBest(frames, -1);
    const run = await runForDocument(['run', 'clip.mp4', ...selecting, ...turned, '--overwrite'], folder);
    expect(run.videos[0]!.metrics[0]).toMatchObject({ direction: 'lower', scored: 0, reused: 30 });
    expect(run.videos[0]!.picks!.map(({ frame }) => frame)).toEqual(frames);
  });

  it('is the model’s again when the config no longer turns it', async () => {
    const turned = config('turned.json', { direction: { 'brightness/mean': 'lower' } });
    const args = ['clip.mp4', '--metric', 'described.onnx', '--out', 'back'];
    const scored = await runForDocument(['score', ...args, ...turned], folder);
    expect(scored.videos[0]!.metrics[0]!.direction).toBe('lower');
    const { videos } = await runForDocument(['select', ...args, '--top', '1', '--coverage', '0'], folder);
    const best = [...scored.videos[0]!.metrics[0]!.scores!].sort((a, b) => b.score! - a.score!)[0]!;
    expect(videos[0]!.metrics[0]!.direction).toBe('higher');
    expect(videos[0]!.picks!.map(({ scores }) => scores['brightness/mean'])).toEqual([best.score]);
  });

  it('given beside the model does the same', async () => {
    const args = ['select', 'clip.mp4', '--out', 'turned', '--top', '1', '--coverage', '0'];
    const metric = { model: './described.onnx', direction: 'lower' };
    const { videos } = await runForDocument([...args, ...config('beside.json', { metric })], folder);
    expect(videos[0]!.metrics[0]).toMatchObject({ direction: 'lower', scored: 0, reused: 30 });
  });
});
