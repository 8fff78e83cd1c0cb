import { expect, it } from 'vitest';
import { Scratch } from './scratch.ts';
import { wasm } from './web-assembly.ts';

it('gives room that nobody else has, and grows by half at least', () => {
  const memory = new wasm.Memory({ initial: 3, maximum: 65_536, shared: true });
  const scratch = new Scratch(memory);
  const first = scratch.reserve(1_000_000);
  expect(first).toBe(3 * 65_536);
  expect(scratch.reserve(500_000)).toBe(first);
  const theirs = memory.grow(1) * 65_536;
  const second = scratch.reserve(1_100_000);
  expect(second).toBeGreaterThan(theirs);
  expect(scratch.reserve(1_500_000)).toBe(second);
  expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(second + 1_500_000);
});

it('says so where the memory is full', () => {
  const scratch = new Scratch(new wasm.Memory({ initial: 1, maximum: 2, shared: true }));
  expect(() => scratch.reserve(200_000)).toThrow(RangeError);
});
