import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FrameSieveError, type KnownModel } from '@framesieve/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Behaviour, serveFile } from '../../test/file-server.ts';
import { meanFamily, meanModel, publishedMean } from '../../test/mean-family.ts';
import { runModel } from '../../test/run-model.ts';
import { scratchFolder } from '../../test/scratch-folder.ts';
import {
  fitModel,
  importModel,
  ModelLibrary,
  pullModel,
  readModelMetadata,
  selfTestPictures,
  verifyModel,
} from '../index.ts';

const scratch = scratchFolder();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const signal = new AbortController().signal;
const usual = { profile: null, precision: null, signal } as const;
const retry = { attempts: 3, delayMs: 1 };

let home: string;
let count = 0;
beforeEach(() => {
  home = scratch(`home ${count++}`);
});

function libraryOf(...models: readonly KnownModel[]): ModelLibrary {
  return new ModelLibrary({ families: [meanFamily(models)], home, run: runModel });
}

const published = (text: string, url = 'http://127.0.0.1:1/factor.txt') =>
  publishedMean({
    name: 'factor.txt',
    url,
    bytes: text.length,
    sha256: sha256(Buffer.from(text)),
  });

function bundled(file: string, digest: string, selfTest: KnownModel['selfTest'] = null): KnownModel {
  const supply = { kind: 'bundled', file: pathToFileURL(file), sha256: digest } as const;
  return { ...published('1'), id: 'mean/bundled', supply, selfTest };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(home, 'files', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function problem(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => 'It did not fail.',
    (caught: unknown) => caught,
  );
  if (!FrameSieveError.isInstance(error)) throw error;
  return `${error.code}: ${error.message} ${error.hint}`;
}

const passed = async (library: ModelLibrary, id: string) =>
  (await verifyModel(library, await library.find(id))).map(({ passed }) => passed);

describe('the library', () => {
  it('lists known models and installed ones', async () => {
    const path = file('bundled.onnx', meanModel(1));
    const library = libraryOf(bundled(path, ''), published('2'));
    expect((await library.list()).map(({ id, state }) => [id, state])).toEqual([
      ['mean/bundled', 'bundled'],
      ['mean/published', 'missing'],
    ]);
    const files = [file('factor.txt', '2')];
    for (const id of ['mean/published', 'mean/mine'])
      await importModel(library, { id, files, metadata: {}, ...usual });
    expect((await library.list()).map(({ id, state }) => [id, state])).toEqual([
      ['mean/bundled', 'bundled'],
      ['mean/published', 'installed'],
      ['mean/mine', 'installed'],
    ]);
    expect((await library.find('mean/mine')).known).toBeNull();
  });

  it('says what there is when a model or a family is not known', async () => {
    const library = libraryOf(published('2'));
    expect(await problem(library.find('mean/other'))).toMatch(/^model-unknown: .*mean\/published/);
    expect(await problem(library.find('../mean'))).toMatch(/^usage: .*family\/parameters/);
    const request = { id: 'mode/x', files: [file('factor.txt', '2')], metadata: {}, ...usual };
    expect(await problem(importModel(library, request))).toMatch(/^model-unknown: .*"mode".*\(mean\)/);
  });
});

it('says so when the folder can’t be used: it is a file, or in a place that has none', async () => {
  const path = file('factor.txt', '1');
  const request = { id: 'mean/x', files: [path], metadata: {}, ...usual };
  const inFile = new ModelLibrary({ families: [meanFamily([])], home: path, run: runModel });
  expect(await problem(inFile.list())).toMatch(/^input-unreadable: .*FRAMESIEVE_HOME/);
  expect(await problem(importModel(inFile, request))).toMatch(/^output-unwritable: .*FRAMESIEVE_HOME/);
  if (process.platform !== 'linux') return;
  const nowhere = new ModelLibrary({ families: [meanFamily([])], home: '/proc/nowhere', run: runModel });
  expect(await problem(importModel(nowhere, request))).toMatch(/^output-unwritable: .*FRAMESIEVE_HOME/);
});

describe('importing', () => {
  it('converts files of parameters, and notes where the model comes from', async () => {
    const library = libraryOf();
    const path = file('factor.txt', '0.5');
    const stored = await importModel(library, { id: 'mean/half', files: [path], metadata: {}, ...usual });
    expect(stored).toMatchObject({ notes: ['The factor is 0.5.'], unchanged: false });
    expect(stored.receipt).toMatchObject({
      id: 'mean/half',
      how: 'import',
      sha256: sha256(readFileSync(stored.file)),
      files: [{ name: 'factor.txt', url: null, bytes: 3, sha256: sha256(Buffer.from('0.5')) }],
    });
    const [picture] = selfTestPictures();
    const levels = Array.from(picture!.data);
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
    expect(stored.receipt.selfTest[0]).toBeCloseTo(mean / 2, 3);
    expect(readdirSync(dirname(stored.file)).sort()).toEqual(['half.json', 'half.onnx']);
    expect(await passed(library, 'mean/half')).toEqual([true, true]);
  });

  it('takes profiles and precisions that the family has, and no others', async () => {
    const library = libraryOf();
    const request = { id: 'mean/x', files: [file('factor.txt', '3')], metadata: {}, ...usual };
    const plain = await importModel(library, request);
    const doubled = await importModel(library, { ...request, profile: 'doubled' });
    expect(doubled.receipt.selfTest[0]! / plain.receipt.selfTest[0]!).toBeCloseTo(2, 5);
    expect(await problem(importModel(library, { ...request, profile: 'tripled' }))).toMatch(
      /^usage: .*"tripled".*plain, doubled/,
    );
    expect(await problem(importModel(library, { ...request, precision: 'float16' }))).toMatch(
      /^usage: .*"float16".*float32/,
    );
  });

  it('checks an ONNX file, and writes what is missing into its metadata', async () => {
    const library = libraryOf();
    const request = { id: 'own/first', files: [file('own.onnx', meanModel(1))], ...usual };
    const { file: installed } = await importModel(library, {
      ...request,
      metadata: { direction: 'lower', licence: 'CC0-1.0', range: [0, 255] },
    });
    expect(readModelMetadata(readFileSync(installed))).toMatchObject({
      metric: 'own/first',
      direction: 'lower',
      licence: 'CC0-1.0',
      range: [0, 255],
      input: { layout: 'NHWC' },
    });
    expect(await passed(library, 'own/first')).toEqual([true, true]);
    const profile = importModel(library, { ...request, profile: 'plain', metadata: {} });
    expect(await problem(profile)).toMatch(/^usage: .*finished model/);
  });

  it.each([
    ['damaged.onnx', 'what is no model', /^metric-unavailable: .*not an ONNX model/],
    ['wrong.txt', 'no number', /^model-invalid: .*wrong.txt.*no number/],
    ['missing.txt', null, /^input-missing: .*missing.txt/],
  ])('refuses %s and installs nothing', async (name, content, expected) => {
    const library = libraryOf();
    const path = content === null ? join(home, name) : file(name, content);
    const request = { id: 'mean/x', files: [path], metadata: {}, ...usual };
    expect(await problem(importModel(library, request))).toMatch(expected);
    expect(await library.list()).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('refuses a folder, and a pipe without waiting for it', async () => {
    const pipe = join(dirname(file('factor.txt', '1')), 'pipe.npz');
    execFileSync('mkfifo', [pipe]);
    for (const path of [dirname(pipe), pipe]) {
      const request = { id: 'mean/x', files: [path], metadata: {}, ...usual };
      expect(await problem(importModel(libraryOf(), request))).toMatch(
        /^model-invalid: .*(folder|regular file)/,
      );
    }
  });

  it('refuses an ONNX file that judges the other way round than the known model, or is to be of another precision', async () => {
    const library = libraryOf({ ...published('2'), direction: 'lower' });
    const files = [file('own.onnx', meanModel(1))];
    const request = { id: 'mean/published', files, metadata: {}, ...usual };
    expect(await problem(importModel(library, request))).toMatch(/^model-invalid: .*lower.*mean\/mine/);
    const halved = { ...request, id: 'mean/x', precision: 'float16' } as const;
    expect(await problem(importModel(library, halved))).toMatch(/^usage: .*precision/);
    const long = file('long.onnx', '');
    truncateSync(long, 2 ** 31);
    expect(await problem(importModel(library, { ...request, files: [long] }))).toMatch(
      /^model-invalid: .*long.onnx.*2147483648 bytes/,
    );
    expect(await library.list()).toMatchObject([{ state: 'missing' }]);
  });

  it('leaves out folders that are called like models', async () => {
    mkdirSync(join(home, 'models', 'mean', 'x.onnx'), { recursive: true });
    expect(await libraryOf().list()).toEqual([]);
  });

  it('refuses metadata for what is not an ONNX file', async () => {
    const request = { id: 'mean/x', files: [file('factor.txt', '1')], ...usual };
    const metadata = { direction: 'lower' } as const;
    expect(await problem(importModel(libraryOf(), { ...request, metadata }))).toMatch(/^usage: direction/);
  });

  it('refuses parameters that are not those of the known model', async () => {
    const [sharp, soft] = await runModel(meanModel(2), selfTestPictures());
    const known = { ...published('2'), selfTest: [sharp!.score!, soft!.score!] };
    const library = libraryOf(known);
    const request = { id: 'mean/published', metadata: {}, ...usual };
    const other = importModel(library, { ...request, files: [file('other.txt', '2.1')] });
    expect(await problem(other)).toMatch(/^model-invalid: This is not mean\/published.*mean\/mine/);
    expect((await library.find('mean/published')).state).toBe('missing');
    await importModel(library, { ...request, files: [file('factor.txt', '2')] });
    expect(await passed(library, 'mean/published')).toEqual([true, true]);
  });

  it('does not replace a model that comes with its plugin', async () => {
    const library = libraryOf(bundled(file('bundled.onnx', meanModel(1)), ''));
    const request = { id: 'mean/bundled', files: [file('factor.txt', '2')], metadata: {}, ...usual };
    expect(await problem(importModel(library, request))).toMatch(/^usage: .*not replaced.*mean\/mine/);
  });
});

describe('pulling', () => {
  const text = '0.25';
  const pull = (library: ModelLibrary, mirror: string | null = null) =>
    pullModel(library, { id: 'mean/published', ...usual, mirror, retry });

  it('downloads, converts and installs, once', async () => {
    await using server = await serveFile(Buffer.from(text));
    const library = libraryOf(published(text, server.url));
    const first = await pull(library);
    expect(first.unchanged).toBe(false);
    expect(first.receipt).toMatchObject({ how: 'pull', files: [{ url: server.url, bytes: 4 }] });
    expect(await passed(library, 'mean/published')).toEqual([true, true]);
    const second = await pull(library);
    expect(second).toMatchObject({ unchanged: true, receipt: first.receipt });
    expect(server.requests).toHaveLength(1);
  });

  it('installs anew what was damaged since', async () => {
    await using server = await serveFile(Buffer.from(text));
    const library = libraryOf(published(text, server.url));
    const { file: installed, receipt } = await pull(library);
    appendFileSync(installed, 'x');
    expect(await passed(library, 'mean/published')).toContain(false);
    expect((await pull(library)).receipt.sha256).toBe(receipt.sha256);
    expect(await passed(library, 'mean/published')).toEqual([true, true]);
  });

  it('asks the mirror, under the id', async () => {
    await using server = await serveFile(Buffer.from(text));
    await pull(libraryOf(published(text)), `${server.origin}/models`);
    expect(server.requests.map(({ path }) => path)).toEqual(['/models/mean/published/factor.txt']);
  });

  const bad: readonly (readonly [string, Behaviour, RegExp])[] = [
    ['another file', { content: Buffer.from('0.26') }, /checksum|SHA-256/i],
    [
      'a web page',
      { content: Buffer.from('<!doctype html>'), headers: { 'content-type': 'text/html' } },
      /web page/,
    ],
    ['nothing', { status: 404 }, /404/],
  ];
  it.each(bad)('installs nothing when %s comes', async (_, behaviour, expected) => {
    await using server = await serveFile(Buffer.from(text), behaviour);
    const library = libraryOf(published(text, server.url));
    const message = await problem(pull(library));
    expect(message).toMatch(/^download-failed/);
    expect(message).toMatch(expected);
    expect((await library.find('mean/published')).state).toBe('missing');
  });

  it('does not keep what came when it makes no model and nothing is known that could tell', async () => {
    await using wrong = await serveFile(Buffer.from('no number'));
    await using right = await serveFile(Buffer.from(text));
    const unknown = publishedMean({ name: 'factor.txt', url: right.url, bytes: null, sha256: null });
    const library = libraryOf(unknown);
    expect(await problem(pull(library, wrong.origin))).toMatch(/^model-invalid: .*no number/);
    expect((await pull(library)).receipt.files).toMatchObject([{ url: right.url, bytes: 4 }]);
  });

  it('says so when there is nothing to pull', async () => {
    const library = libraryOf(bundled(file('bundled.onnx', meanModel(1)), ''));
    await importModel(library, {
      id: 'mean/mine',
      files: [file('factor.txt', '2')],
      metadata: {},
      ...usual,
    });
    for (const id of ['mean/bundled', 'mean/mine'])
      expect(await problem(pullModel(library, { id, ...usual, mirror: null }))).toMatch(/^usage: /);
  });
});

describe('fitting', () => {
  async function* pictures() {
    for (const [i, image] of selfTestPictures().entries()) yield { name: `picture ${i}`, image };
  }

  it('installs what the family makes of the pictures', async () => {
    const library = libraryOf();
    const request = { id: 'mean/fitted', pictures: pictures(), source: 'here', licence: null, signal };
    const stored = await fitModel(library, request);
    expect(stored.pictures.map(({ name }) => name)).toEqual(['picture 0', 'picture 1']);
    expect(stored.receipt).toMatchObject({ how: 'fit', files: [] });
    expect(await passed(library, 'mean/fitted')).toEqual([true, true]);
  });

  it('does not take the id of published parameters', async () => {
    const library = libraryOf(published('2'));
    const request = { id: 'mean/published', pictures: pictures(), source: 'here', licence: null, signal };
    expect(await problem(fitModel(library, request))).toMatch(/^usage: .*mean\/published.*mean\/mine/);
  });

  it('says which families can be fitted', async () => {
    const { fit: _, ...other } = { ...meanFamily([]), name: 'rigid' };
    const families = [meanFamily([]), other];
    const library = new ModelLibrary({ families, home, run: runModel });
    const request = { id: 'rigid/x', pictures: pictures(), source: 'here', licence: null, signal };
    expect(await problem(fitModel(library, request))).toMatch(/^usage: .*rigid.*Use one of: mean/);
  });
});

describe('verifying', () => {
  it('finds a changed file, a changed score, and a file that is gone', async () => {
    const model = meanModel(1);
    const path = file('bundled.onnx', model);
    const scores = (await runModel(model, selfTestPictures())).map(({ score }) => score!);
    const check = (known: KnownModel) => passed(libraryOf(known), 'mean/bundled');
    expect(await check(bundled(path, sha256(model), scores))).toEqual([true, true]);
    expect(await check(bundled(path, sha256(model)))).toEqual([true, null]);
    expect(await check(bundled(path, sha256(meanModel(2)), scores))).toEqual([false, true]);
    const shifted = scores.map(score => score * 1.01);
    expect(await check(bundled(path, sha256(model), shifted))).toEqual([true, false]);
    writeFileSync(path, 'no model');
    expect(await check(bundled(path, sha256(model), scores))).toEqual([false, false]);
    rmSync(path);
    expect(await check(bundled(path, sha256(model), scores))).toEqual([false]);
  });
});
