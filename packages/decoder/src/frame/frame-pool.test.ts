import type { FrameBuffer } from '@framesieve/core';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FramePool } from './frame-pool.ts';
import { wasm } from './web-assembly.ts';

const never = new AbortController().signal;
const page = 4096;
const wasmPage = 65_536;

/** Whether two buffers share a byte. */
function overlap({ bytes: a }: FrameBuffer, { bytes: b }: FrameBuffer): boolean {
  return a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;
}

describe('FramePool', () => {
  afterEach(() => vi.restoreAllMocks());

  it('leases shared memory of exactly the size that was asked for', async () => {
    const pool = new FramePool();
    const buffer = await pool.acquire(1001, never);
    expect(buffer.bytes.byteLength).toBe(1001);
    expect(buffer.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('uses memory again', async () => {
    const pool = new FramePool();
    const first = await pool.acquire(page, never);
    const address = first.bytes.byteOffset;
    first.release();
    const second = await pool.acquire(page, never);
    expect(second.bytes.byteOffset).toBe(address);
    expect(pool.allocatedBytes).toBe(wasmPage);
  });

  it('uses memory again for frames of another size', async () => {
    const pool = new FramePool();
    const small = await Promise.all([1, 2, 3].map(() => pool.acquire(wasmPage, never)));
    for (const buffer of small) buffer.release();
    const large = await pool.acquire(3 * wasmPage, never);
    expect(large.bytes.byteOffset).toBe(small[0]!.memory === large.memory ? 0 : Number.NaN);
    expect(pool.allocatedBytes).toBe(3 * wasmPage);
  });

  it('lies in one WebAssembly memory, which others may grow', async () => {
    const pool = new FramePool();
    const first = await pool.acquire(100, never);
    const memory = first.memory!;
    const scratch = memory.grow(2) * wasmPage;
    const mine = new Uint8Array(memory.buffer, scratch, 2 * wasmPage).fill(7);
    const second = await pool.acquire(3 * wasmPage, never);
    expect(second.memory).toBe(memory);
    second.bytes.fill(9);
    first.bytes.fill(9);
    expect(mine.every(value => value === 7)).toBe(true);
    expect(pool.allocatedBytes).toBe(4 * wasmPage);
    const bytes = new Uint8Array(memory.buffer, second.bytes.byteOffset, second.bytes.byteLength);
    expect(bytes.every(value => value === 9)).toBe(true);
  });

  it('fails where there is no more memory, and goes on when some comes back', async () => {
    const pool = new FramePool({ capacityBytes: 2 ** 40, minimumBuffers: 1 });
    expect(pool.capacityBytes).toBe(3.5 * 1024 ** 3);
    const held = await pool.acquire(2 ** 31, never);
    const failure = { code: 'decode-failed', message: expect.stringContaining('no memory') };
    held.memory!.grow(32_768 - 16);
    await expect(pool.acquire(17 * wasmPage, never)).rejects.toMatchObject(failure);
    expect(pool.inUse).toBe(1);
    held.release();
    expect((await pool.acquire(17 * wasmPage, never)).bytes.byteLength).toBe(17 * wasmPage);
  });

  it('does without where there can be no such memory', async () => {
    vi.spyOn(wasm, 'Memory').mockImplementation(function refuse() {
      throw new RangeError('could not allocate memory');
    });
    const pool = new FramePool();
    const buffer = await pool.acquire(page, never);
    expect(buffer.memory).toBeUndefined();
    expect(buffer.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(pool.allocatedBytes).toBe(page);
  });

  it('waits for room, first come, first served', async () => {
    const pool = new FramePool({ capacityBytes: 2 * page, minimumBuffers: 1 });
    const held = await pool.acquire(2 * page, never);
    const order: string[] = [];
    const ask = async (name: string, size: number) => {
      const buffer = await pool.acquire(size, never);
      order.push(name);
      return buffer;
    };
    const large = ask('large', 2 * page);
    const small = ask('small', page);
    await new Promise(resolve => setImmediate(resolve));
    expect(order).toEqual([]);
    held.release();
    (await large).release();
    await small;
    expect(order).toEqual(['large', 'small']);
  });

  it('lets nobody past those who wait, even where there is room for it', async () => {
    const pool = new FramePool({ capacityBytes: 3 * page, minimumBuffers: 1 });
    const held = await pool.acquire(2 * page, never);
    let isSmallOut = false;
    const large = pool.acquire(2 * page, never);
    const small = pool.acquire(page, never).then(buffer => {
      isSmallOut = true;
      return buffer;
    });
    await new Promise(resolve => setImmediate(resolve));
    expect(isSmallOut).toBe(false);
    held.release();
    for (const buffer of await Promise.all([large, small])) buffer.release();
    expect(pool.inUse).toBe(0);
  });

  it('lets the minimum out when a single frame is larger than the capacity', async () => {
    const pool = new FramePool({ capacityBytes: page, minimumBuffers: 3 });
    expect(pool.limit(10 * page)).toBe(3);
    const out = await Promise.all([1, 2, 3].map(() => pool.acquire(10 * page, never)));
    let served = false;
    const fourth = pool.acquire(10 * page, never).then(() => {
      served = true;
    });
    await new Promise(resolve => setImmediate(resolve));
    expect(served).toBe(false);
    out[0]!.release();
    await fourth;
  });

  it('stops waiting with the reason of the signal, and serves those behind', async () => {
    const pool = new FramePool({ capacityBytes: 2 * page, minimumBuffers: 1 });
    const held = await pool.acquire(page, never);
    const controller = new AbortController();
    const large = pool.acquire(2 * page, controller.signal);
    const small = pool.acquire(page, never);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(large).rejects.toBe(reason);
    await expect(small).resolves.toBeDefined();
    await expect(pool.acquire(page, controller.signal)).rejects.toBe(reason);
    expect(pool.inUse).toBe(2);
    held.release();
  });

  it('counts references, and refuses a frame whose lease has ended', async () => {
    const pool = new FramePool();
    const buffer = await pool.acquire(16, never);
    buffer.retain();
    buffer.release();
    expect(buffer.bytes.byteLength).toBe(16);
    expect(pool.inUse).toBe(1);
    buffer.release();
    expect(pool.inUse).toBe(0);
    expect(() => buffer.bytes).toThrow(/after its lease had ended/);
    expect(() => buffer.retain()).toThrow(/after its lease had ended/);
    expect(() => buffer.release()).toThrow(/after its lease had ended/);
    expect(pool.inUse).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a size of %s', async size => {
    expect(() => new FramePool({ capacityBytes: size })).toThrow(/capacityBytes/);
    await expect(new FramePool().acquire(size, never)).rejects.toThrow(/byteLength/);
  });

  it('never exceeds its bound, never hands out memory twice, and ends empty', async () => {
    const step = fc.oneof(
      fc.record({ acquire: fc.integer({ min: 1, max: 5 * page }) }),
      fc.record({ release: fc.nat(30) }),
      fc.record({ abort: fc.nat(30) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, least) => {
          const capacityBytes = 8 * page;
          const pool = new FramePool({ capacityBytes, minimumBuffers: least });
          const held = new Set<FrameBuffer>();
          const asked: { controller: AbortController; done: Promise<void> }[] = [];
          for (const current of steps) {
            if ('acquire' in current) {
              const controller = new AbortController();
              const granted = (buffer: FrameBuffer) => {
                expect([...held].some(other => overlap(other, buffer))).toBe(false);
                expect(buffer.bytes.byteOffset % 64).toBe(0);
                expect(buffer.bytes.byteLength).toBe(current.acquire);
                held.add(buffer);
              };
              const done = pool.acquire(current.acquire, controller.signal).then(granted, error => {
                expect(error).toBe(controller.signal.reason);
              });
              asked.push({ controller, done });
            } else if ('release' in current) {
              const buffer = [...held][current.release];
              if (buffer && held.delete(buffer)) buffer.release();
            } else {
              asked[current.abort]?.controller.abort(new Error('aborted'));
            }
            await new Promise(resolve => setImmediate(resolve));
            expect(pool.inUse).toBe(held.size);
            expect(pool.allocatedBytes).toBeGreaterThanOrEqual(pool.inUseBytes);
            if (pool.inUse > least) expect(pool.inUseBytes).toBeLessThanOrEqual(capacityBytes);
          }
          for (const { controller } of asked) controller.abort(new Error('end'));
          await Promise.all(asked.map(({ done }) => done));
          for (const buffer of held) buffer.release();
          expect(pool.inUse).toBe(0);
          expect(pool.inUseBytes).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
