import { rescaleTicks } from '../rescale-ticks.ts';
import { sharedClip } from '../shared-clip.ts';
import { appendFiles } from './append-files.ts';
import { type ClipRecipe, plainTruth } from './clip-recipe.ts';
import { encodedRecipe, smallClip } from './encoded-recipe.ts';
import { packTracks } from './pack-tracks.ts';
import { readTrack, shiftTrack, type Track } from './track.ts';

const milliseconds = { numerator: 1, denominator: 1000 } as const;
const wrap = 2 ** 33;
const noTimes = { ptsTicks: Array.from({ length: 60 }, () => null) } as const;

/** Uneven steps with a long pause, as a screen recorder makes them. */
const uneven = Array.from({ length: 60 }, (_, i) => i * 33 + (i % 5) * 4 + (i > 30 ? 4000 : 0));

/** Film and video one after the other: 23.976 and 29.97 frames per second, in units of 1/120000 s. */
const mixed = Array.from({ length: 60 }, (_, i) => 5005 * Math.min(i, 30) + 4004 * Math.max(0, i - 30));

/** A recipe that packs the stream of an ordinary clip anew, with other times. */
function retimed(
  name: string,
  about: string,
  extension: string,
  change: (track: Track) => Track,
  packing: Parameters<typeof packTracks>[2] = {},
  expected: (ptsTicks: readonly number[]) => readonly (number | null)[] = ticks => ticks,
): ClipRecipe {
  return {
    name,
    about,
    file: `clip.${extension}`,
    async make(path) {
      const { file, truth } = await sharedClip('mp4', { ...smallClip, bFrames: 2 });
      const track = change(await readTrack(file));
      const [timeBase] = await packTracks(path, [track], packing);
      const times = track.packets.map(packet => packet.ptsTicks!).sort((a, b) => a - b);
      const stored = times.map(ticks => rescaleTicks(ticks, track.timeBase, timeBase!));
      return plainTruth(truth, { timeBase: timeBase!, ptsTicks: expected(stored) });
    },
  };
}

/** Times that are not `ordinal ÷ frames per second`. */
export const timeRecipes: readonly ClipRecipe[] = [
  ...['mp4', 'mkv'].flatMap(extension => [
    encodedRecipe(`uneven-${extension}`, 'variable frame rate, with a pause', extension, {
      bFrames: 2,
      timeBase: milliseconds,
      ptsTicks: uneven,
    }),
    encodedRecipe(`mixed-rates-${extension}`, '23.976 and 29.97 frames per second', extension, {
      bFrames: 2,
      timeBase: { numerator: 1, denominator: 120_000 },
      ptsTicks: mixed,
    }),
    encodedRecipe(`late-start-${extension}`, 'the first frame is not at 0', extension, {
      bFrames: 2,
      ptsTicks: Array.from({ length: 60 }, (_, i) => i + 45),
    }),
  ]),
  encodedRecipe('no-edit-list-mp4', 'B-frame delay that no edit list takes back', 'mp4', {
    bFrames: 2,
    muxerOptions: { use_editlist: '0' },
  }),
  retimed(
    'before-zero-mkv',
    'the first frames are before 0, and Matroska counts from 0: they have no times',
    'mkv',
    track => shiftTrack(track, -5 * 512),
    { muxerOptions: { avoid_negative_ts: 'disabled' } },
    ticks => ticks.map(tick => (tick < 0 ? null : tick)),
  ),
  retimed(
    'wrap-ts',
    'the 33-bit clock of a transport stream starts again in the middle',
    'ts',
    track => shiftTrack(toClock(track), wrap - 90_000),
    { muxerOptions: { muxdelay: '0', muxpreload: '0', avoid_negative_ts: 'disabled' } },
    ticks => ticks.map(tick => tick - wrap),
  ),
  {
    name: 'repeated-times-mkv',
    about: 'pairs of frames with the same timestamp',
    file: 'clip.mkv',
    async make(path) {
      const { file, truth } = await sharedClip('mkv', { ...smallClip, encoder: 'mpeg4' });
      const track = await readTrack(file);
      const even = (ticks: number | null, position: number) =>
        track.packets[position - (position % 2)]!.ptsTicks ?? ticks;
      const packets = track.packets.map((packet, position) => ({
        ...packet,
        ptsTicks: even(packet.ptsTicks, position),
        dtsTicks: even(packet.dtsTicks, position),
      }));
      await packTracks(path, [{ ...track, packets }]);
      return plainTruth(truth, { ptsTicks: packets.map(packet => packet.ptsTicks) });
    },
  },
  {
    name: 'times-go-back-ts',
    about: 'the same times twice, one half after the other',
    file: 'clip.ts',
    async make(path) {
      const first = await sharedClip('ts', { ...smallClip, bFrames: 2, frames: 30 });
      const second = await sharedClip('ts', { ...smallClip, bFrames: 2, frames: 30, gop: 10 });
      await appendFiles(path, [first.file, second.file]);
      const numbers = Array.from({ length: 60 }, (_, ordinal) => ordinal % 30);
      const ptsTicks = [...first.truth.ptsTicks!, ...second.truth.ptsTicks!];
      const keyFrames = [...first.truth.keyFrames, ...second.truth.keyFrames.map(ordinal => ordinal + 30)];
      return plainTruth(first.truth, { numbers, ptsTicks, keyFrames });
    },
  },
  encodedRecipe(
    'no-times-h264',
    'an elementary stream without any timestamp',
    'h264',
    { bFrames: 2 },
    noTimes,
  ),
  encodedRecipe(
    'no-times-hevc',
    'an elementary stream without any timestamp',
    'hevc',
    {
      encoder: 'libx265',
      bFrames: 2,
    },
    noTimes,
  ),
  encodedRecipe('decoding-times-avi', 'H.264 with B-frames, decoding times only', 'avi', { bFrames: 2 }),
  {
    name: 'edit-list-cut-mp4',
    about: 'an edit list that starts between two key frames: what leads up to it is decoded, but not shown',
    file: 'clip.mp4',
    async make(path) {
      const { file, truth } = await sharedClip('mp4', { ...smallClip, bFrames: 2, gop: 20 });
      const cut = 13;
      const track = await readTrack(file);
      const step = truth.ptsTicks![1]! - truth.ptsTicks![0]!;
      const [timeBase] = await packTracks(path, [shiftTrack(track, -cut * step)], {
        muxerOptions: { avoid_negative_ts: 'disabled' },
      });
      const left = truth.frames - cut;
      return plainTruth(truth, {
        numbers: Array.from({ length: left }, (_, ordinal) => ordinal + cut),
        ptsTicks: Array.from({ length: left }, (_, ordinal) => ordinal * step),
        keyFrames: truth.keyFrames.filter(key => key >= cut).map(key => key - cut),
        timeBase: timeBase!,
      });
    },
  },
];

function toClock(track: Track): Track {
  const timeBase = { numerator: 1, denominator: 90_000 };
  const convert = (ticks: number | null) =>
    ticks === null ? null : rescaleTicks(ticks, track.timeBase, timeBase);
  const packets = track.packets.map(packet => ({
    ...packet,
    ptsTicks: convert(packet.ptsTicks),
    dtsTicks: convert(packet.dtsTicks),
    durationTicks: rescaleTicks(packet.durationTicks, track.timeBase, timeBase),
  }));
  return { ...track, timeBase, packets };
}
