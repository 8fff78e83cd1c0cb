import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  referenceEdgeCases,
  referenceFolder,
  referencePictures,
  targetSpan,
} from '@framesieve/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './lib/command.ts';
import { expectValid } from './lib/documents.ts';

const reference = referenceFolder();
const pictures = referencePictures();
const edgeCases = referenceEdgeCases();

/** How each model is imported, from the files in the reference folder. */
const imports: Readonly<Record<string, readonly string[]>> = {
  'niqe/utlive': ['params/niqe_pris_params.npz'],
  'brisque/utlive': ['params/allmodel', 'params/allrange'],
  'musiq/tiny-pytorch': ['musiq-tiny.pth'],
  'musiq/tiny-authors': ['musiq-authors/musiq-tiny.npz'],
  'musiq/ava-pytorch': ['musiq-authors/musiq-tiny-ava.npz', '--profile', 'pytorch'],
  'musiq/ava-authors': ['musiq-tiny-ava.pth', '--profile', 'authors'],
};

/** The values that span each target, and by how much the span is widened. */
const spans = [
  [
    'niqe/utlive',
    ['niqe', 'niqe_pyiqa_float64_input', 'niqe_port_matlab', 'niqe_port_matlab_flat_snapped_to_0'],
    { width: 0.005, flatWidth: 0.05 },
  ],
  [
    'brisque/utlive',
    ['brisque', 'brisque_float64', 'brisque_port_matlab', 'brisque_port_matlab_flat_snapped_to_0'],
    { width: 0.05, flatWidth: 0.5 },
  ],
] as const;

/** Metrics that exist twice are computed in both ways. */
const kernels = ['auto', 'onnx'] as const;
type Kernel = (typeof kernels)[number];

interface Authors {
  readonly images: Readonly<
    Record<string, { readonly models: Readonly<Record<string, { readonly score_f64: number }>> }>
  >;
}

/** Runs the command as a user would, on every picture at once, with models imported from others' files. */
describe.skipIf(reference === null)('the command on the reference pictures', () => {
  let folder: string;
  let authors: Authors;
  /** By metric and kernel, then by file name. */
  const scores = new Map<string, Map<string, { score: number | null; reason: string | null }>>();
  const ids = [...Object.keys(imports), 'niqe/framesieve', 'brisque/opencv'];
  const idsOfBoth = ids.filter(id => !id.startsWith('musiq'));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'framesieve conformance '));
    authors = JSON.parse(readFileSync(join(reference!, 'musiq-authors', 'golden_authors.json'), 'utf8'));
    const run = async (...args: string[]) => {
      const result = await runCommand([...args, '--json'], {
        cwd: folder,
        env: { FRAMESIEVE_HOME: join(folder, 'home') },
      });
      expect(result.exitCode, result.stderr).toBe(0);
      return JSON.parse(result.stdout);
    };
    for (const [id, args] of Object.entries(imports)) {
      const files = args.map(arg => (/[./]|^all/.test(arg) ? join(reference!, arg) : arg));
      await run('models', 'import', id, ...files);
    }
    const inputs = [
      ...pictures.map(({ name }) => join(reference!, 'images', name)),
      ...edgeCases.map(({ name }) => join(reference!, 'edge', `${name}.png`)),
    ];
    for (const kernel of kernels) {
      const metrics = kernel === 'auto' ? ids : idsOfBoth;
      const settings = ['--metric', metrics.join(','), '--kernel', kernel, '--db', ':memory:'];
      const document = await run('score', ...inputs, ...settings);
      expectValid('report', document);
      for (const { path, status, frames, metrics } of document.videos) {
        expect({ path, status, frames }).toEqual({ path, status: 'ok', frames: 1 });
        for (const metric of metrics) {
          const key = `${metric.id} ${kernel}`;
          const byName = scores.get(key) ?? new Map();
          scores.set(key, byName.set(path.split('/').at(-1), metric.scores[0]));
        }
      }
    }
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const scoreOf = (id: string, name: string, kernel: Kernel = 'auto') =>
    scores.get(`${id} ${kernel}`)?.get(name)?.score ?? Number.NaN;

  describe.each(kernels)('with --kernel %s', kernel => {
    it.each(pictures)('gives $name the scores of the other implementations', picture => {
      const { name } = picture;
      for (const [id, names, widths] of spans) {
        const [lowest, highest] = targetSpan(picture, names, widths);
        expect(scoreOf(id, name, kernel), id).toBeGreaterThanOrEqual(lowest);
        expect(scoreOf(id, name, kernel), id).toBeLessThanOrEqual(highest);
      }
      const clamped = Math.min(100, Math.max(0, scoreOf('brisque/opencv', name, kernel)));
      expect(Math.abs(clamped - picture.scores.brisque_opencv!)).toBeLessThanOrEqual(0.05);
    });

    it.each(edgeCases)('gives the edge case $name a score or a reason, never NaN', ({ name }) => {
      for (const id of kernel === 'auto' ? ids : idsOfBoth) {
        const found = scores.get(`${id} ${kernel}`)?.get(`${name}.png`);
        if (found?.score === null) expect(found.reason, id).toMatch(/\w+ \w+/);
        else expect(Number.isFinite(found?.score), id).toBe(true);
      }
    });
  });

  it.each(pictures)('gives $name the scores of the authors of MUSIQ', picture => {
    const { name } = picture;
    const { 'musiq-tiny': tiny, 'musiq-tiny-ava': ava } = authors.images[name]!.models;
    for (const [id, expected] of [
      ['musiq/tiny-pytorch', picture.scores['musiq-tiny']],
      ['musiq/ava-pytorch', picture.scores['musiq-tiny-ava']],
      ['musiq/tiny-authors', tiny!.score_f64],
      ['musiq/ava-authors', ava!.score_f64],
    ] as const)
      expect(Math.abs(scoreOf(id, name) - expected!), id).toBeLessThanOrEqual(0.001);
  });
});
