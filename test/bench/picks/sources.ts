import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { sharedFolder } from '@framesieve/testkit/shared';

/** A video that is made into an alternating clip. */
export interface Source {
  readonly name: string;
  readonly path: string;
  /** Frames [start, end) to use, one part after the other: those that are good, without fades, cards and blur. */
  readonly parts: readonly (readonly [start: number, end: number])[];
  /**
   * Frames that the clip shall have: shorter material is played forth and back, so that no cuts arise. `null`: as many as there
   * are.
   */
  readonly frames: number | null;
}

const mostFrames = 600;
const everything: Source['parts'] = [[0, Number.POSITIVE_INFINITY]];

/** What of the real clips is good, found by looking at them. */
const realParts: Readonly<Record<string, Pick<Source, 'parts' | 'frames'>>> = {
  'city-405p-mpeg2.mpg': { parts: everything, frames: 500 },
  'cockatoo-720p-yuv444.mp4': {
    parts: [
      [0, 64],
      [180, 224],
      [230, 280],
    ],
    frames: 500,
  },
  'film-528p-damaged.avi': { parts: [[1, 270]], frames: 540 },
  'launch-360p-vp8.webm': { parts: everything, frames: 500 },
  'short-720p-mpeg4.mkv': { parts: everything, frames: 500 },
  'street-576p-msmpeg4.avi': { parts: [[0, 500]], frames: 500 },
  'talk-352p-5402frames.mp4': { parts: [[1080, 1420]], frames: 540 },
};

/** The real clips at hand; none without the folder that has them. */
export function realSources(): readonly Source[] {
  const folder = sharedFolder();
  if (!folder) return [];
  return Object.entries(realParts).map(([file, part]) => {
    return { name: file.split('-')[0]!, path: join(folder, 'clips', file), ...part };
  });
}

/** Every video of a folder, its first frames as they are. */
export function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(folder)
    .filter(file => /\.(mp4|mkv|webm|avi|mov|mpg|ts)$/i.test(file))
    .sort()
    .map(file => ({
      name: parse(file).name,
      path: join(folder, file),
      parts: [[0, mostFrames]],
      frames: null,
    }));
}
