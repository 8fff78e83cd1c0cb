import { describe, expect, it } from 'vitest';
import { setUp, size, write } from '../test/open-fake-video.ts';
import { FramePool } from './frame/frame-pool.ts';
import { probeVideo } from './probe-video.ts';

describe('probeVideo', () => {
  it('says what would be decoded, and by what', async () => {
    const pool = new FramePool();
    const { request, context, options } = setUp({ pool });
    const path = await write([0, 40], { streams: [{ attachedPicture: true }] });
    const probe = await probeVideo({ path, ...request }, options, context);
    expect(probe).toMatchObject({
      path,
      container: 'fake',
      decoder: { id: 'fake', version: '1' },
      warnings: [],
    });
    expect(probe.streams).toHaveLength(2);
    expect(probe.chosen.index).toBe(0);
    expect(probe.format).toMatchObject({ ...size, pixelFormat: { name: 'gray' } });
    expect(pool.inUse).toBe(0);
  });
});
