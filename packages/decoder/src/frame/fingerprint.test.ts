import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import xxhash from 'xxhash-wasm';
import { compileWasm } from '../../scripts/compile-wasm.ts';
import { Fingerprint } from './fingerprint.ts';
import { pageBytes, wasm } from './web-assembly.ts';

const fingerprint = await Fingerprint.load();
const { h64Raw } = await xxhash();

/** Bytes without a pattern, so that each matters. */
function fill(bytes: Uint8Array): Uint8Array {
  for (let i = 0, state = 1; i < bytes.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

describe('the hash function', () => {
  it('is what its source compiles to', async () => {
    const built = await readFile(new URL('../../wasm/xxh64.wasm', import.meta.url));
    const compiled = await compileWasm('xxh64');
    expect(Buffer.compare(built, compiled), 'run packages/decoder/scripts/build-wasm.ts').toBe(0);
  }, 120_000);

  it('hashes any part of a memory as xxHash does, and changes nothing in it', () => {
    const memory = new wasm.Memory({ initial: 1, maximum: 1, shared: true });
    const bytes = fill(new Uint8Array(memory.buffer));
    const before = bytes.slice();
    const hash = fingerprint.within(memory);
    for (let length = 0; length <= 130; length++) {
      const start = (length * 7) & 63;
      expect(hash(start, length), `${length}`).toBe(h64Raw(bytes.subarray(start, start + length)));
    }
    const part = fc.tuple(fc.nat(pageBytes), fc.nat(pageBytes)).map(ends => ends.toSorted((a, b) => a - b));
    const asXxhash = fc.property(part, ([start, end]) => {
      expect(hash(start!, end! - start!)).toBe(h64Raw(bytes.subarray(start, end)));
    });
    fc.assert(asXxhash, {
      examples: [[[0, pageBytes]], [[pageBytes - 1, pageBytes]], [[pageBytes, pageBytes]]],
    });
    expect(bytes).toEqual(before);
  });

  it('reaches what a memory has grown by, and addresses that are no signed number', () => {
    const memory = new wasm.Memory({ initial: 0, maximum: 65_536, shared: true });
    const hash = fingerprint.within(memory);
    const page = memory.grow(1);
    const bytes = fill(new Uint8Array(memory.buffer, page * pageBytes, pageBytes));
    expect(hash(page * pageBytes, pageBytes)).toBe(h64Raw(bytes));
    // All there can be is only reserved: of it, the last pages are touched.
    memory.grow(65_535);
    const last = fill(new Uint8Array(memory.buffer, 65_535 * pageBytes, pageBytes));
    for (const length of [0, 5, 33, 4096, pageBytes]) {
      const start = pageBytes - length;
      expect(hash(65_535 * pageBytes + start, length)).toBe(h64Raw(last.subarray(start)));
    }
  });

  it('hashes bytes that lie elsewhere, whatever came before', () => {
    const source = fill(new Uint8Array(3 * pageBytes));
    for (const [start, end] of [
      ...[[0, 0] as const, [5, 100] as const, [1, pageBytes + 8] as const],
      ...[[3, 3 * pageBytes] as const, [7, 40] as const],
    ]) {
      expect(fingerprint.of(source.subarray(start, end))).toBe(h64Raw(source.subarray(start, end)));
    }
  });
});
