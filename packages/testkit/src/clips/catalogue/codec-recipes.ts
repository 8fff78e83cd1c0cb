import { encodedRecipe } from './encoded-recipe.ts';
import { hiddenFramesRecipe } from './hidden-frames.ts';
import { packedFramesRecipe } from './packed-frames.ts';

const intra = { frames: 24 } as const;
const dnxhr = {
  frames: 6,
  width: 256,
  height: 128,
  encoder: 'dnxhd',
  pixelFormat: 'yuv422p',
  encoderOptions: { profile: 'dnxhr_sq' },
};
const altRef = { 'auto-alt-ref': '1', 'lag-in-frames': '16', 'cpu-used': '7', b: '100000', crf: '-1' };

/** Each codec in its usual containers. */
export const codecRecipes = [
  encodedRecipe('h264-mp4', 'H.264 with B-frames', 'mp4', { bFrames: 3 }),
  encodedRecipe('h264-mkv', 'H.264 with B-frames, times rounded to milliseconds', 'mkv', { bFrames: 3 }),
  encodedRecipe('h264-flv', 'H.264 in Flash video', 'flv', { bFrames: 2 }),
  encodedRecipe('h264-open-gop-ts', 'H.264 whose groups refer to the one before', 'ts', {
    bFrames: 3,
    encoderOptions: { 'x264-params': 'open-gop=1' },
  }),
  encodedRecipe('h264-open-gop-mp4', 'H.264 whose groups refer to the one before', 'mp4', {
    bFrames: 3,
    encoderOptions: { 'x264-params': 'open-gop=1' },
  }),
  ...['ts', 'mp4'].map(extension =>
    encodedRecipe(
      `h264-rolling-${extension}`,
      'H.264 that is refreshed column by column, without key pictures',
      extension,
      { encoderOptions: { 'x264-params': 'intra-refresh=1' } },
      // The encoder marks where a refresh begins, decoders only what stands alone.
      { keyFrames: [0] },
    ),
  ),
  encodedRecipe('hevc-mp4', 'HEVC as x265 makes it: open groups, with leading pictures', 'mp4', {
    encoder: 'libx265',
    bFrames: 3,
    encoderOptions: { preset: 'medium', 'x265-params': 'log-level=error:keyint=8:min-keyint=8' },
  }),
  encodedRecipe('hevc-mkv', 'HEVC, 10 bits, open groups', 'mkv', {
    encoder: 'libx265',
    bFrames: 3,
    pixelFormat: 'yuv420p10le',
  }),
  encodedRecipe('hevc-ts', 'HEVC, open groups', 'ts', { encoder: 'libx265', bFrames: 3 }),
  encodedRecipe('vp8-webm', 'VP8', 'webm', { encoder: 'libvpx' }),
  hiddenFramesRecipe,
  encodedRecipe('vp9-webm', 'VP9', 'webm', { encoder: 'libvpx-vp9' }),
  encodedRecipe('vp9-alt-ref-webm', 'VP9 with hidden alternative references', 'webm', {
    encoder: 'libvpx-vp9',
    gop: 30,
    encoderOptions: altRef,
  }),
  encodedRecipe('av1-mp4', 'AV1 with hidden references', 'mp4', { encoder: 'libsvtav1' }),
  encodedRecipe('av1-mkv', 'AV1 with hidden references, 10 bits', 'mkv', {
    encoder: 'libsvtav1',
    pixelFormat: 'yuv420p10le',
  }),
  encodedRecipe(
    'mpeg2-mpg',
    'MPEG-2 in a program stream',
    'mpg',
    { encoder: 'mpeg2video', bFrames: 2 },
    {
      // Its packets of several pictures leave the last one without a time.
      ptsTicks: Array.from({ length: 60 }, (_, i) => (i === 59 ? null : 48_000 + 3000 * i)),
    },
  ),
  encodedRecipe('mpeg2-ts', 'MPEG-2 in a transport stream', 'ts', { encoder: 'mpeg2video', bFrames: 2 }),
  encodedRecipe('mpeg2-interlaced-ts', 'MPEG-2, frames of two fields', 'ts', {
    encoder: 'mpeg2video',
    bFrames: 2,
    scan: 'top-first',
  }),
  encodedRecipe(
    'mpeg4-avi',
    'MPEG-4 with B-frames in a container without timestamps',
    'avi',
    {
      encoder: 'mpeg4',
      bFrames: 2,
    },
    { ptsTicks: null },
  ),
  packedFramesRecipe,
  encodedRecipe('mpeg4-mp4', 'MPEG-4 with B-frames', 'mp4', { encoder: 'mpeg4', bFrames: 2 }),
  encodedRecipe('wmv2-asf', 'Windows Media Video 8', 'wmv', { encoder: 'wmv2', ...intra }),
  encodedRecipe('prores-mov', 'ProRes, 10 bits', 'mov', {
    ...intra,
    encoder: 'prores_ks',
    pixelFormat: 'yuv422p10le',
  }),
  encodedRecipe('dnxhr-mov', 'DNxHR', 'mov', dnxhr),
  encodedRecipe('dnxhr-mxf', 'DNxHR in MXF', 'mxf', {
    ...dnxhr,
    frameRate: { numerator: 25, denominator: 1 },
  }),
  encodedRecipe('mjpeg-avi', 'Motion JPEG', 'avi', { ...intra, encoder: 'mjpeg', pixelFormat: 'yuvj420p' }),
  encodedRecipe('ffv1-mkv', 'FFV1', 'mkv', { ...intra, encoder: 'ffv1' }),
  encodedRecipe('theora-ogv', 'Theora', 'ogv', { encoder: 'libtheora', encoderOptions: { b: '2000000' } }),
];
