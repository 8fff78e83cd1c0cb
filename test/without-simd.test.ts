import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandOptions, runCommand } from './lib/command.ts';
import { storedFrames } from './lib/stored-frames.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve without simd '));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Sieves a clip, and reads what is stored of its frames. */
async function sieve(out: string, flags: readonly string[], options: Partial<CommandOptions> = {}) {
  const { file } = await sharedClip('mp4', { frames: 6, width: 160, height: 120 });
  const args = ['run', file, '--metric', 'niqe', '--out', out, '--json', ...flags];
  const { exitCode, stdout, stderr } = await runCommand(args, { cwd: folder, ...options });
  expect(exitCode, stderr).toBe(0);
  const [video] = JSON.parse(stdout).videos;
  const rows = storedFrames(join(folder, out, 'framesieve.sqlite'), video.metrics[0].runId);
  return { video, rows };
}

it('runs where WebAssembly has no SIMD, by the graph of the model, to the same figures, and says so', async () => {
  const [graph, plain] = await Promise.all([
    sieve('graph', ['--kernel', 'onnx']),
    sieve('plain', [], { nodeOptions: ['--no-enable-sse4-1'] }),
  ]);
  expect(graph.video.warnings).toEqual([]);
  expect(plain.video.warnings).toEqual([expect.stringContaining('computed by the graph')]);
  expect(plain.rows).toEqual(graph.rows);
});
