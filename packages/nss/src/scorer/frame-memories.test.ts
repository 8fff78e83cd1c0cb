import type { FrameMemory } from '@framesieve/core';
import { expect, it } from 'vitest';
import { FrameMemories, isWasmMemory } from './frame-memories.ts';

const foreign = (): FrameMemory => ({ buffer: new SharedArrayBuffer(8), grow: () => 0 });

it('gives each memory a number of its own, and lists those that are in use', () => {
  const memories = new FrameMemories();
  const [one, two] = [foreign(), foreign()];
  expect([one, two, one].map(memory => memories.numberOf(memory))).toEqual([1, 2, 1]);
  expect(memories.alive()).toEqual([1, 2]);
});

it('tells memories that other threads can use from those that it knows nothing of', () => {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Memory: new (limits: object) => FrameMemory };
  };
  expect(isWasmMemory(new WebAssembly.Memory({ initial: 0, maximum: 1, shared: true }))).toBe(true);
  expect([isWasmMemory(foreign()), isWasmMemory(undefined)]).toEqual([false, false]);
});
