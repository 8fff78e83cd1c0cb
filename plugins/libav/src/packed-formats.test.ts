import { parsePixelFormat } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { packedFormat, unpackRow } from './packed-formats.ts';

/** Unpacks rows of given bytes, one per plane of the source, and returns the bytes of each plane of the target. */
function unpack(
  name: string,
  sources: readonly (readonly number[])[],
  widths: readonly number[],
): number[][] {
  const format = packedFormat(name)!;
  return format.components.map((component, i) => {
    const target = new Uint8Array(widths[i]! * format.bytesPerSample);
    unpackRow(Uint8Array.from(sources[component.plane]!), 0, format, component, target, 0, widths[i]!);
    return [...target];
  });
}

describe('packed formats', () => {
  it.each([
    [
      'nv12',
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      [4, 2, 2],
      [
        [1, 2, 3, 4],
        [5, 7],
        [6, 8],
      ],
    ],
    [
      'nv21',
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      [4, 2, 2],
      [
        [1, 2, 3, 4],
        [6, 8],
        [5, 7],
      ],
    ],
    [
      'yuyv422',
      [[1, 5, 2, 6, 3, 7, 4, 8]],
      [4, 2, 2],
      [
        [1, 2, 3, 4],
        [5, 7],
        [6, 8],
      ],
    ],
    [
      'uyvy422',
      [[5, 1, 6, 2, 7, 3, 8, 4]],
      [4, 2, 2],
      [
        [1, 2, 3, 4],
        [5, 7],
        [6, 8],
      ],
    ],
    [
      'rgb24',
      [[1, 2, 3, 4, 5, 6]],
      [2, 2, 2],
      [
        [2, 5],
        [3, 6],
        [1, 4],
      ],
    ],
    [
      'bgr0',
      [[1, 2, 3, 0, 4, 5, 6, 0]],
      [2, 2, 2],
      [
        [2, 5],
        [1, 4],
        [3, 6],
      ],
    ],
    [
      'argb',
      [[9, 1, 2, 3, 8, 4, 5, 6]],
      [2, 2, 2, 2],
      [
        [2, 5],
        [3, 6],
        [1, 4],
        [9, 8],
      ],
    ],
    ['ya8', [[1, 9, 2, 8]], [2], [[1, 2]]],
    [
      'p010le',
      [
        [0xc0, 0xff, 0x40, 0],
        [0x80, 0, 0, 0x80],
      ],
      [2, 1, 1],
      [
        [0xff, 3, 1, 0],
        [2, 0],
        [0, 2],
      ],
    ],
    [
      'rgb48be',
      [[1, 2, 3, 4, 5, 6]],
      [1, 1, 1],
      [
        [4, 3],
        [6, 5],
        [2, 1],
      ],
    ],
    [
      'yuv444p10be',
      [
        [3, 1],
        [2, 5],
        [0, 7],
      ],
      [1, 1, 1],
      [
        [1, 3],
        [5, 2],
        [7, 0],
      ],
    ],
    ['gray16be', [[1, 2, 3, 4]], [2], [[2, 1, 4, 3]]],
  ] as const)('moves the samples of %s into planes', (name, sources, widths, planes) => {
    expect(unpack(name, sources, widths)).toEqual(planes);
  });

  it.each([
    'nv12',
    'nv42',
    'p416le',
    'y212le',
    'rgba',
    '0bgr',
    'bgra64be',
    'gbrap12be',
    'yuva422p10be',
    'ya16le',
  ])('rearranges %s into a format that frames travel in, with a component for each plane', name => {
    const format = packedFormat(name)!;
    const target = parsePixelFormat(format.target)!;
    const planes = target.model === 'gray' ? 1 : target.alpha ? 4 : 3;
    expect(format.components).toHaveLength(planes);
    expect(target.bytesPerSample).toBe(format.bytesPerSample);
  });

  it.each(['pal8', 'rgb565le', 'gbrpf32le', 'monow', 'yuv420p'])('leaves %s to others', name => {
    expect(packedFormat(name)).toBeNull();
  });
});
