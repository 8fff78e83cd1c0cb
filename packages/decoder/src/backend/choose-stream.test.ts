import { type StreamDescription, unknownColor } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { chooseStream } from './choose-stream.ts';

function stream(index: number, differences: Partial<StreamDescription> = {}): StreamDescription {
  return {
    index,
    codec: 'h264',
    width: 640,
    height: 360,
    pixelFormat: 'yuv420p',
    color: unknownColor,
    timeBase: { numerator: 1, denominator: 90_000 },
    frameRate: null,
    durationSeconds: 10,
    frameCount: null,
    rotation: 0,
    mirrored: false,
    pixelAspect: { numerator: 1, denominator: 1 },
    attachedPicture: false,
    isDefault: false,
    ...differences,
  };
}

const large = { width: 4000, height: 3000 };

describe('chooseStream', () => {
  it.each([
    [
      'never cover art',
      [stream(0, { attachedPicture: true, isDefault: true, ...large }), stream(1)],
      1,
      'only one',
    ],
    [
      'the default first',
      [stream(0, { durationSeconds: 99, ...large }), stream(1, { isDefault: true })],
      1,
      'default',
    ],
    ['then the longest', [stream(0, { durationSeconds: 0.04, ...large }), stream(1)], 1, 'longest'],
    [
      'a known length before an unknown one',
      [stream(0, { durationSeconds: null, ...large }), stream(1)],
      1,
      'longest',
    ],
    ['then the largest', [stream(0), stream(1, large)], 1, 'largest'],
    ['then the first', [stream(2), stream(5)], 2, 'first'],
  ])('takes %s', (_name, streams, chosen, why) => {
    const { stream, reason } = chooseStream(streams, null);
    expect(stream.index).toBe(chosen);
    expect(reason).toContain(why);
  });

  it('says so when there was a choice, and only then', () => {
    expect(chooseStream([stream(0), stream(1, { attachedPicture: true })], null).note).toBeNull();
    expect(chooseStream([stream(0), stream(1, large)], null).note).toMatch(
      /2 video streams.*stream 1.*--stream/,
    );
  });

  it('takes the stream that is asked for, even cover art', () => {
    const streams = [stream(0, { isDefault: true }), stream(3, { attachedPicture: true })];
    expect(chooseStream(streams, 3).stream.index).toBe(3);
    expect(() => chooseStream(streams, 1)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('refuses a file with cover art only', () => {
    const cover = [stream(0, { attachedPicture: true })];
    expect(() => chooseStream(cover, null)).toThrow(
      expect.objectContaining({ code: 'input-no-video-stream' }),
    );
  });
});
