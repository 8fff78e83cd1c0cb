import type { Frame, FrameMemory } from '@framesieve/core';

const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { Memory: new (limits: { initial: number; maximum: number; shared: true }) => FrameMemory };
};

/** A memory as a frame pool has it. */
export function frameMemory(): FrameMemory {
  return new WebAssembly.Memory({ initial: 0, maximum: 65_536, shared: true });
}

/** The same frame, with its bytes in a memory. */
export function frameIn(memory: FrameMemory, frame: Frame): Frame {
  const address = memory.grow(Math.ceil(frame.bytes.length / 65_536)) * 65_536;
  const bytes = new Uint8Array(memory.buffer, address, frame.bytes.length);
  bytes.set(frame.bytes);
  return { ...frame, bytes, memory };
}
