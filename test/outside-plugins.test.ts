import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, pack } from '@framesieve/scripts/pack';
import { pnpm, root, workspacePackages } from '@framesieve/scripts/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const execute = promisify(execFile);
let folder: string;

// Everything a user would get from the registry, as tarballs: the command, and two plugins that FrameSieve doesn't know.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve outside '));
  await build();
  const tarballs: Record<string, string> = {};
  for (const item of workspacePackages()) {
    if (item.name !== '@framesieve/testkit')
      tarballs[item.name] = `file:${await pack(item, join(folder, 'tarballs'))}`;
  }
  const project = join(folder, 'project');
  mkdirSync(project);
  const plugins = ['@framesieve/template-decoder', '@framesieve/template-scorer'];
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const builds = /^allowBuilds:\n(?: {2}.*\n)+/m.exec(workspace)![0];
  const overrides = Object.entries(tarballs).map(([name, file]) => `  '${name}': '${file}'\n`);
  writeFileSync(join(project, 'pnpm-workspace.yaml'), `${builds}overrides:\n${overrides.join('')}`);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({
      name: 'outside',
      private: true,
      type: 'module',
      dependencies: Object.fromEntries(['framesieve', ...plugins].map(name => [name, tarballs[name]])),
    }),
  );
  writeFileSync(
    join(project, 'framesieve.config.json'),
    JSON.stringify({ plugins, decoder: { order: ['y4m'] }, metric: 'sharpness' }),
  );
  writeFileSync(join(project, 'clip.y4m'), y4m(64, 48, 20));
  await pnpm(['install', '--prefer-offline', '--no-frozen-lockfile'], { cwd: project });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A gray YUV4MPEG2 video of squares that are finest in the middle of its time. */
function y4m(width: number, height: number, frames: number): Buffer {
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 Cmono\n`)];
  for (let frame = 0; frame < frames; frame++) {
    const size = 1 + Math.abs(frame - frames / 2);
    const luma = Buffer.alloc(width * height);
    for (let i = 0; i < luma.length; i++) {
      const odd = (Math.floor((i % width) / size) + Math.floor(i / width / size)) % 2;
      luma[i] = odd ? 180 : 60;
    }
    parts.push(Buffer.from('FRAME\n'), luma);
  }
  return Buffer.concat(parts);
}

describe('plugins outside the workspace', () => {
  it('are used through the config alone, with everything installed from packed tarballs', async () => {
    const project = join(folder, 'project');
    const bin = join(project, 'node_modules', 'framesieve', 'bin', 'framesieve.mjs');
    const { stdout } = await execute(process.execPath, [bin, 'run', 'clip.y4m', '--json'], { cwd: project });
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ version: 1, command: 'run', error: null });
    const [video] = document.videos;
    expect(video).toMatchObject({ status: 'ok', decoder: 'y4m', frames: 20 });
    expect(video.metrics[0]).toMatchObject({ id: 'sharpness/laplacian', direction: 'higher', scored: 20 });
    expect(video.picks[0]).toMatchObject({ frame: 10, verified: 'exact' });
  });

  it('are copied, renamed, and still found by a path in the config', async () => {
    const project = join(folder, 'project');
    cpSync(
      join(project, 'node_modules', '@framesieve', 'template-decoder', 'src'),
      join(project, 'my-decoder'),
      {
        recursive: true,
      },
    );
    const config = join(project, 'by-path.config.json');
    writeFileSync(
      config,
      JSON.stringify({
        plugins: ['./my-decoder/index.ts', '@framesieve/template-scorer'],
        decoder: { order: ['y4m'] },
        metric: 'sharpness',
      }),
    );
    const bin = join(project, 'node_modules', 'framesieve', 'bin', 'framesieve.mjs');
    const args = ['plugins', 'list', '--json', '--config', config];
    // From another folder: names and paths are resolved from the config file's.
    const { stdout } = await execute(process.execPath, [bin, ...args], { cwd: folder });
    expect(JSON.parse(stdout).decoders.map((decoder: { id: string }) => decoder.id)).toContain('y4m');
  });
});
