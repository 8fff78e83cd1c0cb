import { expect, test } from 'vitest';
import { type ReadBackFrame, readBack } from './clips/read-back.ts';
import { sharedClip } from './clips/shared-clip.ts';
import { doubledClip } from './doubled-clip.ts';

test('shows the same pictures at twice the size', async () => {
  const source = await sharedClip('mp4', { frames: 5 });
  const doubled = await doubledClip(source.file);
  expect(doubled.truth).toEqual({ frames: 5, width: 320, height: 240 });
  const [small, large] = [await framesOf(source.file), await framesOf(doubled.file)];
  expect(large).toHaveLength(small.length);
  for (const [index, frame] of large.entries()) expect(meanDifference(small[index]!, frame)).toBeLessThan(4);
});

async function framesOf(file: string): Promise<readonly ReadBackFrame[]> {
  const frames: ReadBackFrame[] = [];
  for await (const frame of readBack(file)) {
    const planes = frame.planes.map(plane => Uint8Array.from(plane));
    frames.push({ ...frame, planes });
  }
  return frames;
}

/** Of luma, at every other pixel of every other row of the larger one. */
function meanDifference(small: ReadBackFrame, large: ReadBackFrame): number {
  let sum = 0;
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      const other = large.planes[0]![2 * y * large.strides[0]! + 2 * x]!;
      sum += Math.abs(small.planes[0]![y * small.strides[0]! + x]! - other);
    }
  }
  return sum / small.width / small.height;
}
