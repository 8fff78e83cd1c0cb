import { describe, expect, it } from 'vitest';
import { BufferSpace } from './buffer-space.ts';

const page = 4096;

describe('BufferSpace', () => {
  it('uses buffers of the same size again', () => {
    const space = new BufferSpace(4 * page);
    const room = space.take(1000);
    expect(room.bytes.byteLength).toBe(1000);
    space.giveBack(room);
    expect(space.take(2000).bytes.buffer).toBe(room.bytes.buffer);
    expect(space.heldBytes).toBe(page);
  });

  it('lets go of what lies idle where others need more than it may hold', () => {
    const space = new BufferSpace(4 * page);
    const rooms = [1, 2, 3].map(() => space.take(page));
    for (const room of rooms) space.giveBack(room);
    expect(space.heldBytes).toBe(3 * page);
    space.take(3 * page);
    expect(space.heldBytes).toBe(4 * page);
  });

  it('keeps no more than it may, one buffer apart', () => {
    const space = new BufferSpace(page);
    const rooms = [1, 2, 3].map(() => space.take(2 * page));
    for (const room of rooms) space.giveBack(room);
    expect(space.heldBytes).toBeLessThanOrEqual(2 * page);
  });
});
