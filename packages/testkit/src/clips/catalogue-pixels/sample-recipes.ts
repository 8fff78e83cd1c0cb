import { losslessOptions } from './lossless-options.ts';
import { type PixelRecipe, pixelRecipe, type RecipeFacts } from './pixel-recipe.ts';

/** One recipe for each pixel format (names apart by spaces), all coded without loss. */
function lossless(
  encoder: string,
  extension: string,
  formats: string,
  facts: RecipeFacts = {},
): readonly PixelRecipe[] {
  return formats
    .split(' ')
    .map(pixelFormat =>
      pixelRecipe(
        `${encoder}, ${pixelFormat}`,
        extension,
        { encoder, pixelFormat, encoderOptions: losslessOptions[encoder] ?? {} },
        { lossless: true, ...facts },
      ),
    );
}

/** One recipe for each pair of a pixel format and the one that its frames travel in, e.g. `nv12>yuv420p`. */
function rearranged(
  encoder: string,
  extension: string,
  pairs: string,
  facts: RecipeFacts = {},
): readonly PixelRecipe[] {
  return pairs.split(' ').map(pair => {
    const [pixelFormat, travels] = pair.split('>') as [string, string];
    const states = { pixelFormat: travels, ...facts.states };
    return pixelRecipe(
      `${encoder}, ${pixelFormat}`,
      extension,
      { encoder, pixelFormat },
      { ...facts, states },
    );
  });
}

const rgb = { states: { color: { matrix: 'rgb' } } } as const;
const fullRgb = { states: { color: { matrix: 'rgb', range: 'full' } } } as const;
// The decoder doesn't say, and before FFmpeg 6 every frame was a key frame unless told otherwise.
const quickTime = { ...rgb, keyFramesVary: true } as const;

const planar = [
  ...lossless('ffv1', 'mkv', 'yuv420p yuv422p yuv444p'),
  ...lossless('ffv1', 'mkv', 'gray10le gray16le yuv422p12le yuv444p14le'),
  ...lossless('ffv1', 'mkv', 'yuv420p9le yuv440p10le gbrp16le'),
  ...lossless('libx264', 'mp4', 'yuv444p yuv420p10le yuv422p10le'),
  ...lossless('libx265', 'mkv', 'yuv420p12le gray12le'),
  ...lossless('libx265', 'mkv', 'gbrp gbrp10le', fullRgb),
  ...lossless('libvpx-vp9', 'webm', 'yuv440p yuv444p12le'),
  ...lossless('libvpx-vp9', 'webm', 'gbrp', fullRgb),
  ...lossless('v210', 'mov', 'yuv422p10le'),
  ...lossless('v410', 'mov', 'yuv444p10le'),
  ...lossless('r210', 'mov', 'gbrp10le', rgb),
  ...lossless('ljpeg', 'avi', 'yuvj444p', {
    states: { color: { matrix: 'bt601', range: 'full', chromaLocation: 'center' } },
  }),
];

const alpha = [
  ...lossless('ffv1', 'mkv', 'yuva420p yuva422p yuva444p16le'),
  ...lossless('ffv1', 'mkv', 'gbrap16le', rgb),
  ...lossless('v408', 'mov', 'yuva444p'),
  ...lossless('utvideo', 'avi', 'gbrap', rgb),
  // Both decode the picture without the alpha that lies beside it.
  ...rearranged('libvpx-vp9', 'webm', 'yuva420p>yuv420p'),
  ...rearranged('libvpx', 'webm', 'yuva420p>yuv420p'),
  ...rearranged('prores_ks', 'mov', 'yuva444p10le>yuva444p12le'),
  ...rearranged('png', 'mkv', 'rgba>gbrap rgba64be>gbrap16le', fullRgb),
  // Grey goes without its alpha, which nothing uses.
  ...rearranged('png', 'mkv', 'ya8>gray ya16be>gray16le', { states: { color: { matrix: 'unknown' } } }),
  pixelRecipe(
    'apng, rgba',
    'apng',
    { encoder: 'apng', pixelFormat: 'rgba', frameRate: { numerator: 25, denominator: 1 } },
    { states: { pixelFormat: 'gbrap', ...fullRgb.states } },
  ),
  ...rearranged('qtrle', 'mov', 'argb>gbrap', quickTime),
];

const packed = [
  ...rearranged('rawvideo', 'nut', 'nv12>yuv420p nv21>yuv420p yuyv422>yuv422p yuv420p10be>yuv420p10le'),
  ...rearranged('rawvideo', 'nut', 'yuv444p16be>yuv444p16le monow>gray gray>gray'),
  ...rearranged('rawvideo', 'nut', 'bgr0>gbrp bgra>gbrap rgba64le>gbrap16le', rgb),
  ...rearranged('rawvideo', 'mov', 'uyvy422>yuv422p'),
  ...rearranged('rawvideo', 'mov', 'rgb24>gbrp argb>gbrap rgb555be>gbrp', rgb),
  ...rearranged('rawvideo', 'avi', 'bgr24>gbrp rgb555le>gbrp', rgb),
  ...rearranged('rawvideo', 'nut', 'rgb565le>gbrp bgr8>gbrp rgb4_byte>gbrp', rgb),
  ...rearranged('libx264rgb', 'mkv', 'rgb24>gbrp', fullRgb),
  ...rearranged('huffyuv', 'avi', 'bgra>gbrap', rgb),
  ...rearranged('png', 'mkv', 'rgb24>gbrp rgb48be>gbrp16le', fullRgb),
  ...rearranged('png', 'mkv', 'gray16be>gray16le monob>gray', { states: { color: { range: 'full' } } }),
  ...rearranged('tiff', 'mkv', 'rgb48le>gbrp16le', rgb),
  ...rearranged('qtrle', 'mov', 'gray>gbrap', quickTime),
];

const palettes = [
  ...rearranged('png', 'mkv', 'pal8>gbrap', fullRgb),
  ...rearranged('rawvideo', 'avi', 'pal8>gbrap', rgb),
  ...rearranged('rawvideo', 'mov', 'pal8>gbrap', rgb),
  ...rearranged('zmbv', 'avi', 'pal8>gbrap', rgb),
  ...rearranged('gif', 'gif', 'rgb8>gbrap', {
    states: { ...rgb.states, pixelAspect: { numerator: 64, denominator: 64 } },
  }),
];

const lossy = [
  ...rearranged('prores_ks', 'mov', 'yuv422p10le>yuv422p10le yuv444p10le>yuv444p12le'),
  ...rearranged('mjpeg', 'avi', 'yuvj420p>yuv420p yuvj422p>yuv422p', {
    states: { color: { matrix: 'bt601', range: 'full', chromaLocation: 'center' } },
  }),
  ...rearranged('jpeg2000', 'mov', 'rgb48le>gbrp16le gray16le>gray16le'),
  ...rearranged('libtheora', 'ogv', 'yuv422p>yuv422p', { states: { color: { chromaLocation: 'center' } } }),
  ...rearranged('cljr', 'mov', 'yuv411p>yuv411p'),
  ...rearranged('cfhd', 'mov', 'yuv422p10le>yuv422p10le gbrp12le>gbrp12le', { keyFramesVary: true }),
  ...rearranged('libsvtav1', 'mkv', 'yuv420p10le>yuv420p10le'),
  ...['dnxhr_hq yuv422p', 'dnxhr_hqx yuv422p10le', 'dnxhr_444 yuv444p10le'].map(name => {
    const [profile, pixelFormat] = name.split(' ') as [string, string];
    const size = { width: 256, height: 120 };
    return pixelRecipe(
      `DNxHR, ${name}`,
      'mov',
      { ...size, frames: 2, encoder: 'dnxhd', pixelFormat, encoderOptions: { profile } },
      { states: { color: { matrix: 'bt709', range: 'limited' } } },
    );
  }),
];

/** How samples are laid out: chroma, bit depth, alpha, packed pixels, palettes. */
export const sampleRecipes: readonly PixelRecipe[] = [...planar, ...alpha, ...packed, ...palettes, ...lossy];
