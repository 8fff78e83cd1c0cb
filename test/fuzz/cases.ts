import { readFile } from 'node:fs/promises';
import {
  type CachedFile,
  type ClipOptions,
  type ClipTruth,
  createRandom,
  sharedClip,
} from '@framesieve/testkit/clips';

/** A clip whose copies are damaged. */
export interface FuzzClip {
  readonly name: string;
  readonly extension: string;
  readonly options: ClipOptions;
}

/** `cut`: the copy ends somewhere; `flipped`: 1 to 50 of its bits are wrong, half of them near its ends, where headers are. */
type DamageKind = 'cut' | 'flipped';

/** One damaged copy. It is made again from these alone. */
export interface FuzzCase {
  readonly clip: number;
  readonly kind: DamageKind;
  readonly seed: number;
  readonly decoder: 'libav' | 'ffmpeg';
}

/** Containers and codecs of all kinds: with and without an index, with and without B-frames. */
export const fuzzClips: readonly FuzzClip[] = [
  {
    name: 'H.264 in MP4',
    extension: 'mp4',
    options: { bFrames: 2, muxerOptions: { movflags: 'faststart' } },
  },
  { name: 'H.264 in MP4, index last', extension: 'mp4', options: { bFrames: 2 } },
  { name: 'HEVC in Matroska', extension: 'mkv', options: { encoder: 'libx265', bFrames: 2 } },
  { name: 'VP9 in WebM', extension: 'webm', options: { encoder: 'libvpx-vp9' } },
  { name: 'H.264 in MPEG-TS', extension: 'ts', options: { bFrames: 2 } },
  { name: 'MPEG-4 in AVI', extension: 'avi', options: { encoder: 'mpeg4' } },
  { name: 'MPEG-2 in MPEG-PS', extension: 'mpg', options: { encoder: 'mpeg2video', bFrames: 2 } },
  { name: 'AV1 in Matroska', extension: 'mkv', options: { encoder: 'libsvtav1' } },
  { name: 'MJPEG in MOV', extension: 'mov', options: { encoder: 'mjpeg', pixelFormat: 'yuvj420p' } },
  { name: 'Theora in Ogg', extension: 'ogv', options: { encoder: 'libtheora' } },
];

/** How the cases of a run are spread. */
export interface FuzzPlan {
  readonly seed: number;
  readonly cuts: number;
  readonly flips: number;
  /** Every n-th case is decoded by the ffmpeg command too; 0 for none. */
  readonly ffmpegEvery: number;
}

/** The cases of a run, taking the clips in turn. */
export function planCases({ seed, cuts, flips, ffmpegEvery }: FuzzPlan): readonly FuzzCase[] {
  const random = createRandom(seed);
  const cases: FuzzCase[] = [];
  for (let i = 0; i < cuts + flips; i++) {
    const kind = i < cuts ? 'cut' : 'flipped';
    const damaged = { clip: i % fuzzClips.length, kind, seed: random.bits() } as const;
    cases.push({ ...damaged, decoder: 'libav' });
    if (ffmpegEvery > 0 && Math.floor(i / fuzzClips.length) % ffmpegEvery === 0) {
      cases.push({ ...damaged, decoder: 'ffmpeg' });
    }
  }
  return cases;
}

/** The undamaged clip of a case. */
export function clipOf({ clip }: FuzzCase): Promise<CachedFile<ClipTruth>> {
  const { extension, options } = fuzzClips[clip]!;
  return sharedClip(extension, options);
}

/** The bytes of a damaged copy. */
export async function damagedCopy(fuzzCase: FuzzCase): Promise<Uint8Array> {
  const whole = await readFile((await clipOf(fuzzCase)).file);
  const random = createRandom(fuzzCase.seed);
  if (fuzzCase.kind === 'cut') return whole.subarray(0, 1 + Math.floor(random.unit() * (whole.length - 1)));
  const bytes = Uint8Array.from(whole);
  const flips = 1 + Math.floor(random.unit() * 50);
  for (let i = 0; i < flips; i++) {
    const at = positionIn(bytes.length, random.unit(), random.unit());
    bytes[at]! ^= 1 << (random.bits() & 7);
  }
  return bytes;
}

const headerBytes = 2000;

/** Anywhere, or (each time in four) within the first or the last bytes. */
function positionIn(length: number, where: number, offset: number): number {
  const ends = Math.min(headerBytes, length);
  if (where < 0.25) return Math.floor(offset * ends);
  if (where < 0.5) return length - 1 - Math.floor(offset * ends);
  return Math.floor(offset * length);
}

/** A case in words. */
export function describeCase({ clip, kind, seed, decoder }: FuzzCase): string {
  return `${fuzzClips[clip]!.name}, ${kind}, seed ${seed}, ${decoder}`;
}
