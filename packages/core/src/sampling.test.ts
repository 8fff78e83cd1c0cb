import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameSieveError } from './errors.ts';
import { createSampler, everyFrame, type Sampling } from './sampling.ts';

function keep(sampling: Partial<Sampling>, count: number, fps: number): number[] {
  const keeps = createSampler({ ...everyFrame, ...sampling });
  const ordinals: number[] = [];
  for (let ordinal = 0; ordinal < count; ordinal++) {
    if (keeps({ ordinal, timeSeconds: ordinal / fps, keyFrame: ordinal % 12 === 0 })) ordinals.push(ordinal);
  }
  return ordinals;
}

describe('createSampler', () => {
  it('keeps every frame by default', () => {
    expect(keep({}, 5, 25)).toEqual([0, 1, 2, 3, 4]);
  });

  it('keeps ordinals divisible by `every`, also inside a range of time', () => {
    expect(keep({ every: 4, fromSeconds: 0.1, toSeconds: 0.5 }, 20, 25)).toEqual([4, 8, 12]);
  });

  it('takes a range of time as half-open', () => {
    expect(keep({ fromSeconds: 0.2, toSeconds: 0.4 }, 20, 10)).toEqual([2, 3]);
  });

  it('keeps key frames', () => {
    expect(keep({ keyFrames: true }, 30, 25)).toEqual([0, 12, 24]);
  });

  it('keeps one frame per slot of `fps`, whatever the frame rate', () => {
    expect(keep({ fps: 1 }, 100, 30)).toEqual([0, 30, 60, 90]);
    expect(keep({ fps: 2 }, 60, 29.97)).toEqual([0, 15, 30, 45]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 120 }), (fps, rate) => {
        const kept = keep({ fps }, rate * 3, rate).length;
        expect(Math.abs(kept - Math.min(fps, rate) * 3)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    [{ every: 0 }, 'every'],
    [{ every: 1.5 }, 'every'],
    [{ fps: 0 }, 'fps'],
    [{ fps: Number.NaN }, 'fps'],
    [{ fromSeconds: 3, toSeconds: 3 }, 'to'],
  ])('refuses %j', (sampling, name) => {
    const error = (() => {
      try {
        createSampler({ ...everyFrame, ...sampling });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(FrameSieveError.isInstance(error) && error.code).toBe('usage');
    expect(String(error)).toContain(`\`${name}\``);
  });
});
