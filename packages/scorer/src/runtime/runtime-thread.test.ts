import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { slowModel, testModel } from '../../test/models.ts';
import { createOnnxScorer } from '../index.ts';
import { RuntimeThread } from './runtime-thread.ts';

const conditions = ['--conditions=@framesieve/source'];
const picture = { width: 4, height: 4, data: new Uint8Array(48).fill(9) };

/** Runs a file, and tells how it ended. */
async function endOf(args: readonly string[]): Promise<string> {
  const end = await promisify(execFile)(process.execPath, [...conditions, ...args]).catch(
    (error: { code?: number | null; signal?: string | null; stderr?: string }) => error,
  );
  const { code = 0, signal = null, stderr = '' } = end as { code?: number; signal?: string; stderr?: string };
  return `${signal ?? code} ${stderr}`.trim();
}

it.each([0, 150, 400])('lets the process end while it computes (after %d ms)', async delay => {
  const file = fileURLToPath(new URL('../../test/exit-while-running.ts', import.meta.url));
  expect(await endOf([file, String(delay)])).toBe('7');
});

it('leaves this thread free while it computes', async () => {
  await using scorer = await createOnnxScorer({ model: slowModel() });
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  const [score] = await scorer.scoreImages([picture]);
  clearInterval(timer);
  expect(score!.score).not.toBeNull();
  expect(turns).toBeGreaterThan(5);
});

it('keeps several models apart, and does their calls one after another', async () => {
  const thread = new RuntimeThread();
  const settings = { provider: { name: 'cpu' }, threads: 1 };
  const [one, two] = await Promise.all([
    thread.open(testModel(), settings),
    thread.open(testModel({ input: { dtype: 'float32', valueRange: [0, 255] } }), settings),
  ]);
  expect([one.inputs.get('pixels'), two.inputs.get('pixels')]).toEqual(['uint8', 'float32']);
  const dimensions = [1, 2, 2, 3];
  const shared = new Uint8Array(new SharedArrayBuffer(12)).fill(5);
  const bytes = { type: 'uint8', data: shared, dimensions } as const;
  const floats = { type: 'float32', data: new Float32Array(12).fill(0.5), dimensions } as const;
  const results = await Promise.all([
    one.run({ pixels: bytes }, ['result']),
    two.run({ pixels: floats }, ['result']),
    one.run({ pixels: { ...bytes, data: Uint8Array.from(shared, () => 8) } }, ['result']),
  ]);
  expect(results.map(({ result }) => result!.data[0])).toEqual([5, 0.5, 8]);
  // The memory of a shared input is copied when its turn comes.
  shared.fill(6);
  expect((await one.run({ pixels: bytes }, ['result'])).result!.data[0]).toBe(6);
  await Promise.all([one.close(), two.close()]);
});
