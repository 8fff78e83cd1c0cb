import { expect, it } from 'vitest';
import { InputBuffers } from './input-buffers.ts';

it('gives memory out again that came back, and none that is out', () => {
  const buffers = new InputBuffers('float32');
  const [one, two] = [buffers.take(12), buffers.take(12)];
  expect(one).toBeInstanceOf(Float32Array);
  expect(one.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(two).not.toBe(one);
  buffers.giveBack(one);
  expect(buffers.take(12)).toBe(one);
});

it('lets memory go when pictures have another size', () => {
  const buffers = new InputBuffers('uint16');
  const old = buffers.take(12);
  buffers.giveBack(old);
  expect(buffers.take(24)).toHaveLength(24);
  expect(buffers.take(12)).not.toBe(old);
});
