import { describe, expect, it } from 'vitest';
import { deliveredFormat, separatePlanes } from './delivered-format.ts';

describe('deliveredFormat', () => {
  it.each([
    ['yuv420p', 'yuv420p', null],
    ['yuvj444p', 'yuv444p', null],
    ['yuva422p10le', 'yuva422p10le', null],
    ['nv12', 'yuv420p', 'yuv420p'],
    ['gray16be', 'gray16le', 'gray16le'],
    ['yuv422p10be', 'yuv422p10le', 'yuv422p10le'],
    ['bgra', 'gbrap', null],
    ['pal8', 'gbrap', 'bgra'],
    ['rgb565le', 'gbrp', 'rgb24'],
    ['bgr8', 'gbrp', 'rgb24'],
  ])('delivers %s as %s', (native, name, convertTo) => {
    expect(deliveredFormat(native)).toMatchObject({ pixelFormat: { name }, convertTo });
  });

  it('keeps the range of the deprecated names', () => {
    expect(deliveredFormat('yuvj420p')?.fullRange).toBe(true);
    expect(deliveredFormat('yuv420p')?.fullRange).toBe(false);
  });

  it.each(['rgb4', 'xyz12le', 'grayf32le', 'vaapi', ''])('has no lossless way for "%s"', native => {
    expect(deliveredFormat(native)).toBeNull();
  });
});

it.each(['rgba', 'bgra', 'argb', 'abgr', 'rgb'])('separates %s', order => {
  const pixels = [...order].map(letter => letter.charCodeAt(0));
  const target = new Uint8Array(3 * order.length);
  separatePlanes(Uint8Array.from([...pixels, ...pixels, ...pixels]), order, target);
  expect(String.fromCharCode(...target)).toBe('gggbbbrrraaa'.slice(0, 3 * order.length));
});
