import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameLayout, parsePixelFormat } from './pixel-format.ts';

const names = [
  'gray',
  'gray10le',
  'yuv420p',
  'yuv422p10le',
  'yuv444p12le',
  'yuv410p',
  'yuva420p',
  'gbrp',
  'gbrap16le',
];

describe('parsePixelFormat', () => {
  it('reads depth, subsampling and alpha from the name', () => {
    expect(parsePixelFormat('yuv420p')).toEqual({
      name: 'yuv420p',
      model: 'yuv',
      bitDepth: 8,
      bytesPerSample: 1,
      log2ChromaWidth: 1,
      log2ChromaHeight: 1,
      alpha: false,
    });
    expect(parsePixelFormat('yuva422p10le')).toMatchObject({ bitDepth: 10, bytesPerSample: 2, alpha: true });
    expect(parsePixelFormat('gbrp12le')).toMatchObject({ model: 'rgb', bitDepth: 12 });
    expect(parsePixelFormat('gray16le')).toMatchObject({ model: 'gray', bitDepth: 16 });
  });

  it.each(['yuvj420p', 'nv12', 'rgb24', 'pal8', 'yuv420p10be', 'yuv420p8le', ''])('refuses %s', name => {
    expect(parsePixelFormat(name)).toBeNull();
  });
});

describe('frameLayout', () => {
  it('rounds chroma up at odd sizes, as FFmpeg does', () => {
    const layout = frameLayout(parsePixelFormat('yuv420p')!, 5, 3);
    expect(layout.planes.map(plane => [plane.width, plane.height])).toEqual([
      [5, 3],
      [3, 2],
      [3, 2],
    ]);
    expect(layout.byteLength).toBe(15 + 6 + 6);
  });

  it('packs planes one behind the other, without gaps', () => {
    const size = fc.integer({ min: 1, max: 4096 });
    fc.assert(
      fc.property(fc.constantFrom(...names), size, size, (name, width, height) => {
        const layout = frameLayout(parsePixelFormat(name)!, width, height);
        let end = 0;
        for (const plane of layout.planes) {
          expect(plane.offset).toBe(end);
          end += plane.stride * plane.height;
        }
        expect(layout.byteLength).toBe(end);
      }),
    );
  });
});
