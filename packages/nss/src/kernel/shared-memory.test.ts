import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { planesPicture } from '../../test/plain-rgb.ts';
import { random, texture } from '../../test/textures.ts';
import { NssKernel } from './nss-kernel.ts';
import type { PlanesPicture } from './nss-picture.ts';
import { brisqueOpencvRules, brisqueUtliveRules, niqeRules } from './nss-rules.ts';
import { wasm } from './web-assembly.ts';

const allRules = [niqeRules, brisqueUtliveRules, brisqueOpencvRules];

function colourPicture(width: number, height: number, seed: number): PlanesPicture {
  const luma = texture(height, width, seed);
  const next = random(seed);
  return planesPicture('yuv420p', width, height, (plane, x, y) =>
    plane === 0 ? luma.data[y * width + x]! : Math.floor(90 + 70 * next()),
  );
}

it('measures in several threads at once, each a picture of its own in one memory', async () => {
  const pictures = [
    colourPicture(331, 240, 1),
    colourPicture(500, 199, 2),
    colourPicture(203, 411, 3),
    colourPicture(640, 250, 4),
  ];
  const memory = new wasm.Memory({ initial: 32, maximum: 65_536, shared: true });
  const alone = await NssKernel.create(null);
  let end = 0;
  const rounds = 30;
  const found = await Promise.all(
    pictures.map(async ({ bytes, layout, format, area }) => {
      const byteOffset = end;
      end += bytes.length;
      new Uint8Array(memory.buffer, byteOffset, bytes.length).set(bytes);
      const worker = new Worker(new URL('../../test/measure-worker.ts', import.meta.url), {
        workerData: { memory, byteOffset, layout, format, area, rounds },
        execArgv: ['--conditions=@framesieve/source'],
      });
      const [results] = await once(worker, 'message');
      return results as readonly Float64Array[];
    }),
  );
  for (const [i, picture] of pictures.entries()) {
    const expected = allRules.map(rules => alone.measure(picture, rules).features);
    for (const [round, features] of found[i]!.entries()) expect(features).toEqual(expected[round % 3]);
    expect(found[i]).toHaveLength(rounds);
  }
});

it('reads a picture at the very end of the memory', async () => {
  const picture = colourPicture(300, 200, 8);
  const memory = new wasm.Memory({ initial: 2, maximum: 65_536, shared: true });
  const kernel = await NssKernel.create(memory);
  const expected = allRules.map(rules => kernel.measure(picture, rules));
  const pages = Math.ceil(picture.bytes.length / 65_536);
  const end = (memory.grow(pages) + pages) * 65_536;
  const bytes = new Uint8Array(memory.buffer, end - picture.bytes.length, picture.bytes.length);
  bytes.set(picture.bytes);
  for (const [i, rules] of allRules.entries()) {
    const { buffer } = memory;
    const there = new Uint8Array(buffer, bytes.byteOffset, bytes.length);
    expect(kernel.measure({ ...picture, bytes: there }, rules)).toEqual(expected[i]);
  }
});

it('keeps the memory that it works in', async () => {
  const memory = new wasm.Memory({ initial: 1, maximum: 65_536, shared: true });
  const kernel = await NssKernel.create(memory);
  const picture = colourPicture(400, 300, 5);
  kernel.measure(picture, niqeRules);
  const { byteLength } = memory.buffer;
  for (let i = 0; i < 5; i++) kernel.measure(picture, niqeRules);
  expect(memory.buffer.byteLength).toBe(byteLength);
});
