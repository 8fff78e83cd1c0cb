import { spawnSync } from 'node:child_process';
import { chmod, link, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StillFormat, unknownColor } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { collect, makeContext, makeFrame, makeInput, temporaryFolder, toRgb } from '../test/make-input.ts';
import { encodeStill } from './encode-still.ts';
import { createExportStage } from './export-stage.ts';
import { probeFolder } from './output-folder.ts';
import { preflight } from './preflight.ts';
import { requireEncoder } from './require-encoder.ts';

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

  it.each([
    ['a quality of 0', { quality: 0 }, /quality/],
    ['half a quality', { quality: 55.5 }, /quality/],
    ['no size at all', { maxSize: 0 }, /maxSize/],
  ])('refuses %s', async (_, settings, message) => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames, folder: folder.path, settings });
    await expect(preflight(input)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a still that is called like what is written beside it', async () => {
    await using folder = await temporaryFolder();
    const settings = { format: 'jpg', template: 'Contact-Sheet.{ext}' } as const;
    const input = makeInput({ frames: frames.slice(0, 1), folder: folder.path, settings });
    await expect(preflight(input)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('Contact-Sheet.jpg'),
    });
  });

  it.each([
    ['jpg', 65_500],
    ['webp', 16_383],
    ['avif', 16_384],
  ] as const)(
    'refuses pictures that %s has no room for, with the limit, unless they are reduced',
    async (format, most) => {
      await using folder = await temporaryFolder();
      const wide = frames.map(({ record }) => ({ record: { ...record, width: most + 1, height: 20 } }));
      const input = makeInput({ frames: wide as never, folder: folder.path, settings: { format } });
      await expect(preflight(input)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining(`${most + 1}×20 pixels, but ${format} holds at most ${most} a side`),
        hint: expect.stringContaining(`--max-size ${most}`),
      });
      const reduced = { ...input, settings: { ...input.settings, maxSize: most } };
      await expect(preflight(reduced)).resolves.toMatchObject({ earlier: null });
      // The limits are those of the encoder.
      const options = { format, color: unknownColor, sourceBitDepth: 8, quality: 1, metadata: null } as const;
      const strip = (width: number) => ({ width, height: 16, data: new Uint8Array(width * 16 * 3) });
      await expect(encodeStill(strip(most), options)).resolves.toMatchObject({ bitDepth: 8 });
      await expect(encodeStill(strip(most + 1), options)).rejects.toThrow(/large|dimension/);
    },
  );

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
      message: expect.stringMatching(
        /may take up to \d+\.\d MB .* \(\d+\.\d MB for 3 stills, \d+\.\d MB for temporary files, 8\.4 MB to be left free\), but only \d+\.\d MB are free/,
      ),
      hint: expect.stringContaining('--format jpg'),
    });
  });

  it('leaves room for what is written besides', async () => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames, folder: folder.path });
    const { freeBytes } = await preflight(input, { reserveBytes: 1000 });
    const refused = {
      code: 'output-unwritable',
      message: expect.stringMatching(/\d+\.\d MB for what is written besides/),
    };
    await expect(preflight(input, { reserveBytes: freeBytes })).rejects.toMatchObject(refused);
    const stage = createExportStage({ rgb: toRgb, reserveBytes: ({ stills }) => stills.length * freeBytes });
    await expect(collect(stage.run(input, makeContext()))).rejects.toMatchObject(refused);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('counts files that are to be replaced as if they stayed', async () => {
    await using folder = await temporaryFolder();
    const first = makeInput({ frames, folder: folder.path });
    const { finalBytes } = await preflight(first);
    await collect(createExportStage({ rgb: toRgb }).run(first, makeContext()));
    expect((await preflight(first)).finalBytes).toBeLessThan(finalBytes);
    const again = makeInput({ frames, folder: folder.path, settings: { overwrite: true } });
    expect((await preflight(again)).finalBytes).toBe(finalBytes);
  });

  it('asks the encoder whether it can, once for a format and depth', async () => {
    for (const format of ['png', 'jpg', 'webp', 'avif'] as const) {
      for (const deep of [false, true]) await expect(requireEncoder(format, deep)).resolves.toBeUndefined();
    }
    await expect(requireEncoder('jxl' as StillFormat, false)).rejects.toMatchObject({
      code: 'output-unwritable',
      message: expect.stringContaining('jxl with 8 bits'),
      hint: expect.stringContaining('--format png'),
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
