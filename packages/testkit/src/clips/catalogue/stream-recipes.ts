import { AV_DISPOSITION_DEFAULT } from 'node-av/constants';
import type { ClipTruth } from '../make-clip.ts';
import { rescaleTicks } from '../rescale-ticks.ts';
import { sharedClip } from '../shared-clip.ts';
import { type CatalogueTruth, type ClipRecipe, plainTruth } from './clip-recipe.ts';
import { smallClip } from './encoded-recipe.ts';
import { packTracks } from './pack-tracks.ts';
import {
  coverAttachment,
  coverSize,
  coverTrack,
  dataTrack,
  soundTrack,
  subtitleTrack,
} from './side-tracks.ts';
import { readTrack, type Track } from './track.ts';

const cover = { ...coverSize, attachedPicture: true };
const video = { width: smallClip.width, height: smallClip.height, attachedPicture: false };

interface Layout {
  /** Where among the tracks the video lies. */
  readonly at: number;
  readonly streams: CatalogueTruth['streams'];
  tracks(video: Track): Promise<readonly Track[]>;
  readonly format?: string;
}

/** A recipe of a video with other streams beside it. */
function beside(name: string, about: string, extension: string, layout: Layout): ClipRecipe {
  return {
    name,
    about,
    file: `clip.${extension}`,
    async make(path) {
      const { file, truth } = await sharedClip('mp4', { ...smallClip, bFrames: 2 });
      const track = await readTrack(file);
      const { format } = layout;
      const timeBases = await packTracks(path, await layout.tracks(track), format ? { format } : {});
      const timeBase = timeBases[layout.at]!;
      const { at: stream, streams } = layout;
      return plainTruth(truth, { timeBase, ptsTicks: inTimeBase(truth, timeBase), stream, streams });
    },
  };
}

function inTimeBase(truth: ClipTruth, timeBase: ClipTruth['timeBase']): readonly number[] {
  return truth.ptsTicks!.map(ticks => rescaleTicks(ticks, truth.timeBase, timeBase));
}

const otherVideo = async (options: object) =>
  readTrack((await sharedClip('mp4', { ...smallClip, ...options })).file);

/** Videos with other streams beside them. */
export const streamRecipes: readonly ClipRecipe[] = [
  beside('sound-subtitles-data-mp4', 'sound, subtitles and a data stream beside the video', 'mov', {
    at: 1,
    streams: [{ index: 1, ...video }],
    tracks: async track => [soundTrack(), track, subtitleTrack('mov-text'), dataTrack()],
  }),
  beside('sound-longer-mkv', 'sound that is longer than the video, and subtitles', 'mkv', {
    at: 1,
    streams: [{ index: 1, ...video }],
    tracks: async track => [soundTrack(5), track, subtitleTrack('subrip')],
  }),
  beside('cover-mp4', 'a cover picture, larger than the video', 'mp4', {
    at: 0,
    streams: [
      { index: 0, ...video },
      { index: 1, ...cover },
    ],
    tracks: async track => [track, await coverTrack()],
  }),
  beside('cover-m4a', 'sound, a video and a cover picture', 'm4a', {
    at: 1,
    streams: [
      { index: 1, ...video },
      { index: 2, ...cover },
    ],
    tracks: async track => [soundTrack(), track, await coverTrack()],
    format: 'mp4',
  }),
  beside('cover-mkv', 'a cover picture as an attached file', 'mkv', {
    at: 0,
    streams: [
      { index: 0, ...video },
      { index: 1, ...cover },
    ],
    tracks: async track => [track, await coverAttachment()],
  }),
  beside('default-second-mkv', 'two videos, of which the smaller second one is the default', 'mkv', {
    at: 1,
    streams: [
      { index: 0, width: 192, height: 128, attachedPicture: false },
      { index: 1, ...video },
    ],
    tracks: async track => [
      { ...(await otherVideo({ width: 192, height: 128, gop: 60 })), disposition: 0 },
      { ...track, disposition: AV_DISPOSITION_DEFAULT },
    ],
  }),
  beside('motion-photo-mp4', 'a large picture as a video of one frame, and the video', 'mp4', {
    at: 1,
    streams: [
      { index: 0, width: 640, height: 480, attachedPicture: false },
      { index: 1, ...video },
    ],
    tracks: async track => [
      { ...(await otherVideo({ width: 640, height: 480, frames: 1 })), disposition: AV_DISPOSITION_DEFAULT },
      { ...track, disposition: AV_DISPOSITION_DEFAULT },
    ],
  }),
];
