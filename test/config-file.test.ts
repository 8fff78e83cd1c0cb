import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './lib/command.ts';
import { lumaPlugin } from './lib/luma-plugin.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve config '));
  const clip = await sharedClip('mp4', { frames: 90, width: 320, height: 240, bFrames: 2 });
  copyFileSync(clip.file, join(folder, 'clip.mp4'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a config file', () => {
  it('is found in a folder above, and its paths are resolved from there', async () => {
    const below = mkdtempSync(join(folder, 'project '));
    writeFileSync(
      join(below, 'framesieve.config.yaml'),
      'export: { out: ./mine }\nselect: { top: 1, coverage: 0 }\nsample: { every: 30 }\n',
    );
    const { stdout, exitCode } = await runCommand(['run', '../clip.mp4', '--json'], { cwd: below });
    expect(exitCode).toBe(0);
    const [video] = JSON.parse(stdout).videos;
    expect(video.metrics[0].scored).toBe(3);
    expect(video.picks).toHaveLength(1);
    expect(video.picks[0].file.startsWith(join('mine', 'clip-'))).toBe(true);
  });

  it('in TypeScript may import FrameSieve though it is not installed there, and load a plugin by path', async () => {
    const below = mkdtempSync(join(folder, 'typescript '));
    writeFileSync(
      join(below, 'framesieve.config.ts'),
      `import { defineConfig } from '@framesieve/core/config';
export default defineConfig({ plugins: ['./plugin.ts'], metric: 'luma', direction: { 'luma/mean': 'lower' } });\n`,
    );
    writeFileSync(join(below, 'plugin.ts'), lumaPlugin);
    const { stdout, stderr, exitCode } = await runCommand(
      ['score', '../clip.mp4', '--every', '9', '--json'],
      { cwd: below },
    );
    expect(exitCode, stderr).toBe(0);
    const [metric] = JSON.parse(stdout).videos[0].metrics;
    expect(metric).toMatchObject({ id: 'luma/mean', direction: 'lower', scored: 10 });
  });
});
