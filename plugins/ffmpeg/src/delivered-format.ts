import { type PixelFormat, parsePixelFormat } from '@framesieve/core';

/** How frames of one of FFmpeg's pixel formats get from its pipe into planes, without changing a sample. */
export interface DeliveredFormat {
  readonly pixelFormat: PixelFormat;
  /** Whether the native format's name says that samples use their full range (`yuvj420p`). */
  readonly fullRange: boolean;
  /** Format that FFmpeg is asked to rearrange the samples into; `null` leaves them as they are. */
  readonly convertTo: string | null;
  /** Order of the components in a pixel, e.g. `bgra` or `rgb`, when the pipe carries interleaved 8-bit samples; else `null`. */
  readonly interleaved: string | null;
}

// FFmpeg's converter only moves samples between these pairs, which a test holds it to. It rounds when it makes planes
// of 8-bit RGB with alpha, so that is done here.
const planarEquivalents: Readonly<Record<string, string>> = {
  nv12: 'yuv420p',
  nv21: 'yuv420p',
  nv24: 'yuv444p',
  nv42: 'yuv444p',
  p010le: 'yuv420p10le',
  p016le: 'yuv420p16le',
  p210le: 'yuv422p10le',
  p410le: 'yuv444p10le',
  yuyv422: 'yuv422p',
  yvyu422: 'yuv422p',
  uyvy422: 'yuv422p',
  y210le: 'yuv422p10le',
  rgb24: 'gbrp',
  bgr24: 'gbrp',
  rgb0: 'gbrp',
  bgr0: 'gbrp',
  '0rgb': 'gbrp',
  '0bgr': 'gbrp',
  rgb48le: 'gbrp16le',
  rgb48be: 'gbrp16le',
  bgr48le: 'gbrp16le',
  bgr48be: 'gbrp16le',
  rgba64le: 'gbrap16le',
  rgba64be: 'gbrap16le',
  bgra64le: 'gbrap16le',
  bgra64be: 'gbrap16le',
  // The samples of a grey picture don't depend on its alpha, which nothing uses.
  ya8: 'gray',
  ya16le: 'gray16le',
  ya16be: 'gray16le',
  monow: 'gray',
  monob: 'gray',
};

const interleavedAlpha = /^(?:rgba|bgra|argb|abgr)$/;
// A few bits per component, widened to eight by repeating them.
const bitFields = /^(?:rgb|bgr)(?:(?:565|555|444)[lb]e|8|4_byte)$/;
const bigEndianPlanar = /^(gray|gbra?p|yuva?4\d\dp)(9|10|12|14|16)be$/;

/** Finds how frames of a native format are delivered, or `null` when there is no lossless way. */
export function deliveredFormat(native: string): DeliveredFormat | null {
  const planar = parsePixelFormat(native.replace(/^yuvj/, 'yuv'));
  if (planar) {
    return {
      pixelFormat: planar,
      fullRange: native.startsWith('yuvj'),
      convertTo: null,
      interleaved: null,
    };
  }
  if (interleavedAlpha.test(native)) return rearranged('gbrap', null, native);
  if (bitFields.test(native)) return rearranged('gbrp', 'rgb24', 'rgb');
  if (native === 'pal8') return rearranged('gbrap', 'bgra', 'bgra');
  const target = bigEndianPlanar.test(native) ? native.replace(/be$/, 'le') : planarEquivalents[native];
  return target === undefined ? null : rearranged(target, target, null);
}

function rearranged(
  name: string,
  convertTo: string | null,
  interleaved: string | null,
): DeliveredFormat | null {
  const pixelFormat = parsePixelFormat(name);
  return pixelFormat && { pixelFormat, fullRange: false, convertTo, interleaved };
}

/** Puts interleaved 8-bit samples into planes G, B, R and, where the order has an `a`, A. */
export function separatePlanes(source: Uint8Array, order: string, target: Uint8Array): void {
  const step = order.length;
  const pixels = source.length / step;
  for (const [plane, letter] of [...'gbra'.slice(0, step)].entries()) {
    let from = order.indexOf(letter);
    const end = (plane + 1) * pixels;
    for (let to = plane * pixels; to < end; to++, from += step) target[to] = source[from]!;
  }
}
