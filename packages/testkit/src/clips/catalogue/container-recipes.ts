import { makeClip } from '../make-clip.ts';
import { type ClipRecipe, plainTruth } from './clip-recipe.ts';
import { encodedRecipe, smallClip } from './encoded-recipe.ts';

/** Very short videos: what ends before decoders have filled their queues. */
const short = (
  [
    ['mp4', 'libx264'],
    ['mkv', 'libx264'],
    ['ts', 'libx264'],
    ['avi', 'mpeg4'],
    ['webm', 'libvpx-vp9'],
    ['mov', 'prores_ks'],
    ['h264', 'libx264'],
    ['hevc', 'libx265'],
  ] as const
).flatMap(([extension, encoder]) =>
  [1, 2].map((frames): ClipRecipe => {
    const pixelFormat = encoder === 'prores_ks' ? 'yuv422p10le' : 'yuv420p';
    const noTimes = extension === 'h264' || extension === 'hevc';
    return {
      name: `${frames === 1 ? 'one-frame' : 'two-frames'}-${extension}`,
      about: `${frames} frame(s) in all`,
      file: `clip.${extension}`,
      async make(path) {
        const truth = await makeClip(path, {
          ...smallClip,
          encoder,
          pixelFormat,
          frames,
          bFrames: frames - 1,
        });
        return plainTruth(truth, noTimes ? { ptsTicks: Array.from({ length: frames }, () => null) } : {});
      },
    };
  }),
);

/** Containers with something missing or out of place. */
export const containerRecipes: readonly ClipRecipe[] = [
  encodedRecipe('fragmented-mp4', 'MP4 in fragments, one per key frame', 'mp4', {
    bFrames: 2,
    muxerOptions: { movflags: 'frag_keyframe+empty_moov+default_base_moof' },
  }),
  encodedRecipe('index-first-mp4', 'MP4 whose index lies before the samples', 'mp4', {
    bFrames: 2,
    muxerOptions: { movflags: 'faststart' },
  }),
  encodedRecipe(
    'no-cues-mkv',
    'Matroska of unknown length without an index, as a live stream is stored',
    'mkv',
    {
      bFrames: 2,
      muxerOptions: { live: '1' },
    },
  ),
  ...short,
];
