import { spawnSync } from 'node:child_process';
import { chmod, link, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StillFormat } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { makeFrame, makeInput, makeSource, planStill, temporaryFolder } from '../test/make-input.ts';
import { encodeStill } from './encode-still.ts';
import { probeFolder } from './output-folder.ts';
import { preflight } from './preflight.ts';
import { maxStillBytes } from './still-bytes.ts';

const frames = [0, 30, 60].map(ordinal => makeFrame({ ordinal }));

describe('preflight', () => {
  it('tells names, states and sizes, and leaves nothing on the disk', async () => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames: frames.toReversed(), folder: join(folder.path, 'a', 'b') });
    const plan = await preflight(input);
    expect(plan.stills.map(still => [still.file, still.state])).toEqual([
      ['clip_f000000_t00000.000_r03_s3.14.png', 'new'],
      ['clip_f000030_t00001.200_r02_s3.14.png', 'new'],
      ['clip_f000060_t00002.400_r01_s3.14.png', 'new'],
    ]);
    expect(plan.finalBytes).toBeGreaterThan(3 * 40 * 30 * 3);
    expect(plan.freeBytes).toBeGreaterThan(plan.finalBytes);
    expect(plan.earlier).toBeNull();
    expect(await readdir(folder.path)).toEqual([]);
    expect(input.reads).toEqual([]);
  });

  it('tells a file in the way', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'clip_f000030_t00001.200_r02_s3.14.png'), 'mine');
    const states = async (overwrite: boolean) =>
      (await preflight(makeInput({ frames, folder: folder.path, settings: { overwrite } }))).stills.map(
        s => s.state,
      );
    expect(await states(false)).toEqual(['new', 'exists', 'new']);
    expect(await states(true)).toEqual(['new', 'replace', 'new']);
  });

  it.each([
    ['an unknown field', { template: '{stem}_{number}.{ext}' }, /\{number\}/],
    [
      'one name for two frames',
      { template: '{stem}.{ext}' },
      /frames 0 and 30 would both be called clip\.png/,
    ],
    ['a folder in the template', { template: '{frame}/{stem}.{ext}' }, /contains "\/"/],
    ['an unknown format', { format: 'bmp' as StillFormat }, /png, jpg, webp, avif.*"bmp"/],
  ])('refuses %s', async (_, settings, message) => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames, folder: join(folder.path, 'out'), settings });
    await expect(preflight(input)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message),
    });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('refuses the same frame twice, and settings that JSON has no words for', async () => {
    await using folder = await temporaryFolder();
    const twice = makeInput({ frames: [frames[0]!, frames[0]!], folder: folder.path });
    await expect(preflight(twice)).rejects.toMatchObject({
      code: 'usage',
      message: 'Frame 0 was asked for twice.',
    });
    const big = makeInput({ frames, folder: folder.path, source: { settings: { seed: 1n } } });
    await expect(preflight(big)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('JSON'),
    });
  });

  it('refuses a folder that is a file, or lies in one', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'deeper')]) {
      await expect(preflight(makeInput({ frames, folder: path }))).rejects.toMatchObject({
        code: 'output-unwritable',
        message: expect.stringContaining(path),
        hint: expect.stringContaining('--out'),
      });
    }
  });

  it('refuses to write over the video, by whatever path or link it is reached', async () => {
    await using folder = await temporaryFolder();
    const settings = { template: '{stem}.{ext}', overwrite: true };
    const video = join(folder.path, 'clip.png');
    const out = join(folder.path, 'out');
    await writeFile(video, 'a video of one frame');
    await mkdir(out);
    const refused = { code: 'usage', message: expect.stringContaining('over the video itself') };
    const one = frames.slice(0, 1);
    const source = { path: video };
    await expect(
      preflight(makeInput({ frames: one, folder: folder.path, settings, source })),
    ).rejects.toMatchObject(refused);
    await symlink(folder.path, join(folder.path, 'same'));
    const linked = makeInput({ frames: one, folder: join(folder.path, 'same'), settings, source });
    await expect(preflight(linked)).rejects.toMatchObject(refused);
    await link(video, join(out, 'clip.png'));
    await expect(preflight(makeInput({ frames: one, folder: out, settings, source }))).rejects.toMatchObject(
      refused,
    );
    const manifest = join(folder.path, 'manifest.json');
    await writeFile(manifest, '');
    const odd = makeInput({ frames: one, folder: folder.path, source: { path: manifest } });
    await expect(preflight(odd)).rejects.toMatchObject(refused);
  });

  it('leaves a foreign manifest.json alone unless asked', async () => {
    await using folder = await temporaryFolder();
    for (const text of ['{"name":"a web app"}', 'no JSON', '{"version":2,"stills":[]}']) {
      await writeFile(join(folder.path, 'manifest.json'), text);
      await expect(preflight(makeInput({ frames, folder: folder.path }))).rejects.toMatchObject({
        code: 'output-exists',
        message: expect.stringContaining('manifest.json'),
      });
      const forced = makeInput({ frames, folder: folder.path, settings: { overwrite: true } });
      expect((await preflight(forced)).earlier).toBeNull();
    }
  });

  it('refuses more than fits on the disk, with figures', async () => {
    await using folder = await temporaryFolder();
    const huge = frames.map(({ record }) => ({ record: { ...record, width: 400_000, height: 400_000 } }));
    const input = makeInput({ frames: huge as never, folder: folder.path });
    await expect(preflight(input)).rejects.toMatchObject({
      code: 'output-unwritable',
      message: expect.stringMatching(/may take up to \d+\.\d MB .* only \d+\.\d MB are free/),
      hint: expect.stringContaining('--format jpg'),
    });
  });
});

describe('an unwritable folder', () => {
  const module = fileURLToPath(new URL('./output-folder.ts', import.meta.url));
  const script = `
    import { probeFolder } from ${JSON.stringify(module)};
    await probeFolder(process.argv[1]).catch(error => { console.log(error.code + ': ' + error.message); });`;
  const unprivileged = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath];
  const node = ['--conditions=@framesieve/source', '--input-type=module', '-e', script];

  it('is found out by writing, not by looking', async ({ skip }) => {
    await using folder = await temporaryFolder();
    await chmod(folder.path, 0o555);
    if (process.getuid?.() !== 0) {
      await expect(probeFolder(folder.path)).rejects.toMatchObject({ code: 'output-unwritable' });
      return;
    }
    const can = spawnSync('setpriv', [...unprivileged, '--conditions=@framesieve/source', module]);
    if (can.status !== 0)
      skip('Runs as root, and setpriv or an unprivileged user who can read this folder is missing.');
    const { stdout } = spawnSync('setpriv', [...unprivileged, ...node, folder.path], { encoding: 'utf8' });
    expect(stdout).toMatch(/^output-unwritable: Stills can't be written to the folder .*EACCES/);
  });
});

describe('the upper bound of a still', () => {
  it.each(['png', 'jpg', 'webp', 'avif'] as const)('holds for white noise in %s', async format => {
    const [width, height] = [320, 240];
    const planned = planStill(makeFrame({ ordinal: 0, width, height }));
    const options = {
      format,
      color: makeSource().decode.stream.color,
      sourceBitDepth: 12,
      description: null,
    };
    const byteNoise = new Uint8Array(width * height * 3);
    for (let i = 0; i < byteNoise.length; i += 65_536)
      crypto.getRandomValues(byteNoise.subarray(i, i + 65_536));
    const eight = await encodeStill({ width, height, data: byteNoise }, options);
    expect(eight.bytes.length).toBeLessThan(maxStillBytes(planned, makeSource(), format));
    const deepNoise = Uint16Array.from(
      byteNoise,
      (byte, i) => byte * 256 + byteNoise[(i * 7 + 1) % byteNoise.length]!,
    );
    const deep = await encodeStill({ width, height, data: deepNoise }, options);
    const { decode } = makeSource();
    const source = makeSource({
      decode: { ...decode, stream: { ...decode.stream, pixelFormat: 'yuv420p12le' } },
    });
    expect(deep.bytes.length).toBeLessThan(maxStillBytes(planned, source, format));
  });

  it('counts the stretching of anamorphic video, and unknown formats as deep', () => {
    const planned = planStill(makeFrame({ ordinal: 0 }));
    const { decode } = makeSource();
    const sized = (changes: object) =>
      maxStillBytes(
        planned,
        makeSource({ decode: { ...decode, stream: { ...decode.stream, ...changes } } }),
        'png',
      );
    expect(sized({ pixelAspect: { numerator: 64, denominator: 45 } })).toBeGreaterThan(sized({}));
    expect(sized({ pixelAspect: { numerator: 8, denominator: 9 } })).toBeGreaterThan(sized({}));
    expect(sized({ pixelFormat: null })).toBe(sized({ pixelFormat: 'p010le' }));
    expect(sized({ pixelFormat: null })).toBeGreaterThan(40 * 30 * 6);
  });
});
