import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWasm } from '../../scripts/compile-wasm.ts';
import { type LineSums, patchSize, patchWhite, wasmDetail } from './detail-kernel.ts';
import { plainDetail } from './plain-detail.ts';

const leastEdge = Math.round((3.2 / 255) * patchWhite);
const largestStep = Math.round(0.08 * patchWhite);

/** Levels of a patch: of all kinds, next to each other, or only the outermost. */
const patches = fc
  .constantFrom([0, patchWhite], [1, patchWhite - 1], [1000, 1060], [1000, 1000], [0, 1], [2000, 2600])
  .chain(([min, max]) =>
    fc.array(fc.oneof(fc.integer({ min: min!, max: max! }), fc.constantFrom(min!, max!)), {
      minLength: patchSize ** 2,
      maxLength: patchSize ** 2,
    }),
  );

/** What lines add up to, place by place. */
function plainSums(lines: readonly (readonly number[])[], position: number) {
  const edges: Record<number, number> = {};
  const fine: Record<number, number> = {};
  const blocks = new Array<number>(8).fill(0);
  for (const line of lines) {
    const steps = line.slice(1).map((level, i) => Math.abs(level - line[i]!));
    const used = steps.length - (steps.length % 8);
    for (let i = 0; i < used; i++) blocks[(position + 1 + i) % 8]! += Math.min(largestStep, steps[i]!);
    for (let i = 0; i + 8 < line.length; i += 2) {
      const coarse = Math.abs(line[i + 8]! - line[i]!);
      if (coarse < leastEdge) continue;
      edges[coarse] = (edges[coarse] ?? 0) + 1;
      fine[coarse] = (fine[coarse] ?? 0) + Math.max(...steps.slice(i, i + 8));
    }
  }
  return { edges, fine, blocks };
}

/** The sums that the kernel added, in the same form. */
function kernelSums({ edges, fine, blocks }: LineSums) {
  const edgesOf = (sums: Int32Array) =>
    Object.fromEntries([...sums.entries()].filter(([coarse]) => coarse >= leastEdge && edges[coarse]! > 0));
  return { edges: edgesOf(edges), fine: edgesOf(fine), blocks: [...blocks] };
}

function everyThird(count: number): number[] {
  return Array.from({ length: Math.ceil(count / 3) }, (_, i) => 3 * i);
}

it('the kernel for detail is what its source compiles to', async () => {
  const built = await readFile(new URL('../../wasm/detail.wasm', import.meta.url));
  const compiled = await compileWasm('detail');
  expect(Buffer.compare(built, compiled), 'run packages/decoder/scripts/build-wasm.ts').toBe(0);
}, 120_000);

describe.each([
  ['in WebAssembly', wasmDetail()!],
  ['where that has no SIMD', plainDetail()],
])('what is measured on patches, %s', (_, kernel) => {
  const { samples } = kernel;
  const at = (row: number, column: number) => samples[row * patchSize + column]!;

  it('adds the edges and steps of lines', () => {
    const side = fc.oneof(fc.constant(patchSize), fc.integer({ min: 1, max: patchSize }));
    const place = fc.nat(10_000);
    const property = fc.property(patches, side, side, place, place, (levels, width, height, x, y) => {
      for (const { edges, fine, blocks } of [kernel.across, kernel.down])
        for (const sums of [edges, fine, blocks]) sums.fill(0);
      samples.set(levels);
      kernel.addLines(width, height, x, y);
      const row = (index: number) => Array.from({ length: width }, (_, column) => at(index, column));
      const column = (index: number) => Array.from({ length: height }, (_, row) => at(row, index));
      expect(kernelSums(kernel.across)).toEqual(plainSums(everyThird(height).map(row), x));
      expect(kernelSums(kernel.down)).toEqual(plainSums(everyThird(width).map(column), y));
    });
    fc.assert(property);
  });

  it('sums the responses to the mask, where nothing is black or white', () => {
    const mask = [1, -2, 1];
    const start = fc.integer({ min: 1, max: patchSize - 9 });
    const property = fc.property(patches, start, start, (levels, top, left) => {
      samples.set(levels);
      let [sum, clipped] = [0, false];
      for (let row = top; row < top + 8; row++) {
        for (let column = left; column < left + 8; column++) {
          clipped ||= at(row, column) === 0 || at(row, column) === patchWhite;
          let response = 0;
          for (const [i, down] of mask.entries())
            for (const [j, across] of mask.entries())
              response += down * across * at(row + i - 1, column + j - 1);
          sum += Math.abs(response);
        }
      }
      expect(kernel.noiseOfCell(top, left)).toBe(clipped ? -1 : sum);
    });
    fc.assert(property);
  });

  it('looks up what codes stand for', () => {
    kernel.levels.set(Int16Array.from({ length: 256 }, (_, code) => 16 * code + 1));
    for (let i = 0; i < patchSize ** 2; i++) kernel.codes.setUint8(i, (i * 37) & 255);
    kernel.expandCodes();
    expect([...samples]).toEqual(Array.from({ length: patchSize ** 2 }, (_, i) => 16 * ((i * 37) & 255) + 1));
  });
});
