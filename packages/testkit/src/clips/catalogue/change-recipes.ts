import type { ClipOptions } from '../make-clip.ts';
import { sharedClip } from '../shared-clip.ts';
import { appendFiles } from './append-files.ts';
import { type CatalogueTruth, type ClipRecipe, plainTruth } from './clip-recipe.ts';
import { smallClip } from './encoded-recipe.ts';
import { packTracks } from './pack-tracks.ts';
import { readTrack, shiftTrack, type Track } from './track.ts';

const half = { ...smallClip, frames: 30 };

/** A recipe of two clips, one after the other in one stream. */
function joined(
  name: string,
  about: string,
  extension: string,
  [before, after]: readonly [ClipOptions, ClipOptions],
  join: (path: string, files: readonly string[]) => Promise<number>,
): ClipRecipe {
  return {
    name,
    about,
    file: `clip.${extension}`,
    async make(path) {
      const first = await sharedClip(extension, { ...half, ...before });
      const second = await sharedClip(extension, { ...half, ...after });
      const shift = await join(path, [first.file, second.file]);
      const { frames } = first.truth;
      const picture = ({ truth }: typeof first, from: number): CatalogueTruth['pictures'][number] => {
        return { from, width: truth.width, height: truth.height, pixelFormat: truth.pixelFormat };
      };
      return plainTruth(first.truth, {
        numbers: [...first.truth.ptsTicks!.keys(), ...second.truth.ptsTicks!.keys()],
        ptsTicks: [...first.truth.ptsTicks!, ...second.truth.ptsTicks!.map(ticks => ticks + shift)],
        keyFrames: [...first.truth.keyFrames, ...second.truth.keyFrames.map(key => key + frames)],
        pictures: [picture(first, 0), picture(second, frames)],
      });
    },
  };
}

const append = async (path: string, files: readonly string[]) => {
  await appendFiles(path, files);
  return 0;
};

async function repack(path: string, [before, after]: readonly string[]): Promise<number> {
  const first = await readTrack(before!);
  const shift = 1000;
  const second = shiftTrack(await readTrack(after!), shift);
  const track: Track = { ...first, packets: [...first.packets, ...second.packets] };
  await packTracks(path, [track]);
  return shift;
}

/** Streams that become another picture half way. */
export const changeRecipes: readonly ClipRecipe[] = [
  joined(
    'size-change-ts',
    'another size half way, and the same times again',
    'ts',
    [{ bFrames: 2 }, { bFrames: 2, width: 128, height: 96 }],
    append,
  ),
  joined(
    'size-change-webm',
    'VP9 that changes its size',
    'webm',
    [{ encoder: 'libvpx-vp9' }, { encoder: 'libvpx-vp9', width: 64, height: 48 }],
    repack,
  ),
  joined(
    'size-change-mkv',
    'Motion JPEG that changes its size',
    'mkv',
    [
      { encoder: 'mjpeg', pixelFormat: 'yuvj420p' },
      { encoder: 'mjpeg', pixelFormat: 'yuvj420p', width: 128, height: 96 },
    ],
    repack,
  ),
  joined(
    'format-change-ts',
    'from 4:2:0 to 4:4:4 half way',
    'ts',
    [{ bFrames: 2 }, { bFrames: 2, pixelFormat: 'yuv444p' }],
    append,
  ),
  joined(
    'format-change-mkv',
    'Motion JPEG from 4:2:0 to 4:2:2',
    'mkv',
    [
      { encoder: 'mjpeg', pixelFormat: 'yuvj420p' },
      { encoder: 'mjpeg', pixelFormat: 'yuvj422p' },
    ],
    repack,
  ),
];
