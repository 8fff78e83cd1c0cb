import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedFolder } from '@framesieve/testkit/shared';
import { writeNpz } from '@framesieve/testkit/tensor-files';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, runCommand, startCommand } from './lib/command.ts';
import { expectValid } from './lib/documents.ts';

let folder: string;
let home: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve models '));
  home = join(folder, 'home');
  // A multivariate Gaussian that is none of anybody's: what matters is that it can be told from others.
  const diagonal = Array.from({ length: 36 * 36 }, (_, i) => (i % 37 === 0 ? 0.1 + i / 5000 : 0));
  await writeNpz(join(folder, 'own.npz'), [
    { name: 'mu_pris_param', shape: [1, 36], type: 'float64', values: diagonal.slice(0, 36) },
    { name: 'cov_pris_param', shape: [36, 36], type: 'float64', values: diagonal },
  ]);
  mkdirSync(join(folder, 'photographs'));
  // Noise of different strengths, smoothed differently: nothing to look at, but quickly made, and of many statistics.
  for (let i = 1; i <= 10; i++) {
    const noise = { type: 'gaussian', mean: 128, sigma: 12 + 3 * i } as const;
    await sharp({ create: { width: 700, height: 600, channels: 3, background: '#808080', noise } })
      .blur(0.3 + i / 20)
      .png()
      .toFile(join(folder, 'photographs', `${i}.png`));
  }
  writeFileSync(join(folder, 'photographs', 'broken.png'), 'no picture');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runCommand(args, { cwd: folder, env: { FRAMESIEVE_HOME: home, ...env } });

async function models(args: readonly string[], exitCode = 0, env: NodeJS.ProcessEnv = {}) {
  const result = await run(['models', ...args, '--json'], env);
  expect(result.exitCode, result.stderr).toBe(exitCode);
  const document = JSON.parse(result.stdout);
  expectValid('models', document);
  return document;
}

async function scoreOf(picture: string, metric: string) {
  const { stdout, stderr, exitCode } = await run([
    'score',
    picture,
    '--metric',
    metric,
    '--db',
    ':memory:',
    '--json',
  ]);
  expect(exitCode, stderr).toBe(0);
  const [video] = JSON.parse(stdout).videos;
  return { ...video.metrics[0], score: video.metrics[0].scores[0].score };
}

describe('models', () => {
  it('lists what comes along and what could be had', async () => {
    const { models: listed, folder: where } = await models(['list']);
    expect(where).toBe(join(home, 'models'));
    expect(listed.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      ['niqe/framesieve', 'bundled'],
      ['niqe/utlive', 'missing'],
      ['brisque/opencv', 'bundled'],
      ['brisque/utlive', 'missing'],
      ['musiq/koniq', 'missing'],
      ['musiq/spaq', 'missing'],
      ['musiq/paq2piq', 'missing'],
      ['musiq/ava', 'missing'],
    ]);
    expect(existsSync(home)).toBe(false);
  });

  it('tells all about one, and what to do about one that is missing', async () => {
    const { models: shown } = await models(['info', 'niqe', 'musiq/koniq']);
    expect(shown[0].id).toBe('niqe/framesieve');
    expect(shown[0]).toMatchObject({
      direction: 'lower',
      licence: 'Apache-2.0',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      details: { input: { layout: 'NHWC', minimumSize: [96, 96] }, output: 'scalar' },
    });
    expect(shown[1]).toMatchObject({ state: 'missing', direction: 'higher' });
    expect(shown[1].sources[0].url).toContain('koniq_ckpt.npz');
    const { stdout } = await run(['models', 'info', 'musiq/koniq']);
    expect(stdout).toContain('framesieve models pull musiq/koniq');
    const { stderr, exitCode } = await run(['score', 'photographs/1.png', '--metric', 'musiq']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('framesieve models pull musiq/koniq');
  });

  it('knows the models that come along to be what they were', async () => {
    const { models: verified } = await models(['verify']);
    expect(verified).toHaveLength(2);
    for (const { checks } of verified)
      expect(checks).toEqual([
        { name: 'checksum', passed: true, detail: expect.any(String) },
        { name: 'self-test', passed: true, detail: expect.any(String) },
      ]);
  });

  it('imports, uses, verifies, and finds damage', async () => {
    const { models: imported } = await models(['import', 'niqe/own', 'own.npz']);
    expect(imported[0]).toMatchObject({ id: 'niqe/own', state: 'installed', how: 'import' });
    const scored = await scoreOf('photographs/1.png', 'niqe/own');
    expect(scored).toMatchObject({ id: 'niqe/own', direction: 'lower', modelSha256: imported[0].sha256 });
    expect(scored.score).toBeGreaterThan(0);
    await models(['verify', 'niqe/own']);
    appendFileSync(imported[0].file, Buffer.from([0x2a, 0]));
    const used = await run(['score', 'photographs/1.png', '--metric', 'niqe/own', '--db', ':memory:']);
    expect(used.exitCode).toBe(1);
    expect(used.stderr).toContain('was changed or is damaged');
    const { models: damaged } = await models(['verify'], 3);
    expect(damaged.at(-1).checks[0]).toMatchObject({ name: 'checksum', passed: false });
    await models(['import', 'niqe/own', 'own.npz']);
    await models(['verify', 'niqe/own']);
  });

  it.each([
    [['import', 'niqe/own', 'nothing.npz'], 1, 'input-missing', /nothing\.npz/],
    [['import', 'niqe/own', 'photographs/1.png'], 1, 'model-invalid', /1\.png/],
    [['import', 'niqe/framesieve', 'own.npz'], 2, 'usage', /not replaced/],
    [['import', 'brisque/own', 'own.npz'], 2, 'usage', /two files/],
    [['import', 'sharpness/own', 'own.npz'], 2, 'model-unknown', /sharpness/],
    [['import', 'own', 'own.npz'], 2, 'usage', /family\/parameters/],
    [['import', 'niqe/own', 'own.npz', '--profile', 'x'], 2, 'usage', /no profile "x"/],
    [['import', 'niqe/own', 'own.npz', '--precision', 'x'], 2, 'usage', /float32 or float16/],
    [['info', 'niqe/nobody'], 2, 'model-unknown', /niqe\/nobody/],
    [['fit', 'brisque', '--images', 'photographs'], 2, 'usage', /niqe/],
    [['fit', 'niqe'], 2, 'usage', /--images/],
    [['fit', 'niqe', '--images', 'home'], 1, 'input-missing', /no pictures/],
    [['fit', 'niqe', '--images', 'photographs/broken.png'], 1, 'model-invalid', /broken\.png/],
    [['fit', 'niqe', '--images', 'photographs', '--out', 'no/x.onnx'], 1, 'output-unwritable', /x\.onnx/],
  ] as const)('refuses %j', async (args, exitCode, code, expected) => {
    const { error } = await models(args, exitCode);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint}`).toMatch(expected);
  });

  it('fits a model to photographs, which says what it was fitted to', async () => {
    const args = ['fit', 'niqe/leaves', '--images', 'photographs', '--max-side', '680'];
    const { models: fitted } = await models(args);
    const [{ pictures, file }] = fitted;
    expect(pictures).toHaveLength(11);
    expect(pictures.at(-1)).toMatchObject({ name: join('photographs', 'broken.png'), samples: 0 });
    expect(pictures.slice(0, 10).every(({ samples }: { samples: number }) => samples > 0)).toBe(true);
    expect(readFileSync(file).includes('fittedTo')).toBe(true);
    const { models: shown } = await models(['info', 'niqe/leaves']);
    expect(shown[0].details.provenance).toMatchObject({ pictures: 10 });
    const own = await scoreOf('photographs/1.png', 'niqe/leaves');
    const usual = await scoreOf('photographs/1.png', 'niqe/framesieve');
    expect(own.score).toBeLessThan(usual.score);
  });
});

const shared = sharedFolder();

describe('models pull', () => {
  let server: Server;
  let mirror: string;
  const requests: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request.url!);
      const name = request.url!.split('/').at(-1)!;
      const file = shared && join(shared, 'reference', 'params', names.get(name) ?? name);
      if (!file || !existsSync(file)) response.writeHead(404).end();
      else response.end(readFileSync(file));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`;
  });
  afterAll(() => server.close());

  const names = new Map([['modelparameters.mat', 'niqe_modelparameters.mat']]);

  it('says what could not be had, and goes on with the others', async () => {
    const { models: pulled } = await models(['pull', 'musiq/spaq', 'musiq/ava'], 1, {
      FRAMESIEVE_MODEL_MIRROR: mirror,
    });
    expect(requests).toContain('/models/musiq/spaq/spaq_ckpt.npz');
    for (const { error, state } of pulled) {
      expect(state).toBe('missing');
      expect(error.code).toBe('download-failed');
      expect(`${error.message} ${error.hint}`).toMatch(/ckpt\.npz.*models import/);
    }
  });

  it('ends in good order when it is interrupted, and says what stays', async () => {
    const silent = createServer(() => child.kill('SIGINT'));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const child = startCommand(['models', 'pull', 'musiq/koniq', '--mirror', address], {
      cwd: folder,
      env: { FRAMESIEVE_HOME: home },
    });
    const { exitCode, stderr } = await finished(child);
    silent.closeAllConnections();
    silent.close();
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Interrupted. What was downloaded so far is kept.');
  });

  it.skipIf(!shared)('gets, converts and installs the published parameters', async () => {
    const args = ['pull', 'niqe/utlive', 'brisque/utlive', '--mirror', mirror];
    const { models: pulled } = await models(args);
    expect(pulled.map(({ id, how }: { id: string; how: string }) => [id, how])).toEqual([
      ['niqe/utlive', 'pull'],
      ['brisque/utlive', 'pull'],
    ]);
    await models(['verify', 'niqe/utlive', 'brisque/utlive']);
    const before = requests.length;
    const again = await run(['models', ...args]);
    expect(again.stdout).toContain('is installed already');
    expect(requests).toHaveLength(before);
    expect(readdirSync(join(home, 'models', 'niqe'))).toContain('utlive.onnx');
  });
});
