import { type DecoderClip, describeDecoder } from '@framesieve/testkit';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { libavDecoder } from './index.ts';

const tags = { creation_time: '2024-05-17T08:09:10.000000Z', location: '+48.8577+002.2950/' };

const made: readonly (readonly [name: string, extension: string, options: ClipOptions])[] = [
  ['B-frames in MP4', 'mp4', { bFrames: 3, tags }],
  ['open GOPs in MPEG-TS', 'ts', { bFrames: 3, encoderOptions: { 'x264-params': 'open-gop=1' } }],
  [
    'variable frame rate',
    'mkv',
    { frames: 6, timeBase: { numerator: 1, denominator: 1000 }, ptsTicks: [5, 45, 100, 101, 500, 540] },
  ],
  ['HEVC in 10 bits', 'mkv', { encoder: 'libx265', pixelFormat: 'yuv420p10le', bFrames: 2 }],
  ['VP9 of odd size', 'webm', { encoder: 'libvpx-vp9', width: 161, height: 121 }],
  ['one frame', 'mp4', { frames: 1 }],
];

const generated = await Promise.all(
  made.map(async ([name, extension, options]): Promise<DecoderClip> => {
    const { file, truth } = await sharedClip(extension, options);
    const { width, height, ptsTicks, frames, keyFrames } = truth;
    const unknown = Array.from({ length: frames }, () => null);
    return {
      name,
      path: file,
      width,
      height,
      ptsTicks: ptsTicks ?? unknown,
      keyFrames,
      tags: options.tags ?? {},
    };
  }),
);

// All of them are held to their truth by other tests; here each is decoded a dozen times, so the large ones are left out.
const real = sharedClips().filter(clip => clip.frameCount < 60 && clip.width < 1920);

describeDecoder({ name: 'libav', factory: libavDecoder, clips: [...generated, ...real] });
