import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { opencvBrisque } from './opencv-brisque.ts';
import { pickCount, type Way } from './ways.ts';

const run = promisify(execFile);

/** Frames in the middle of equal stretches. */
const even: Way = {
  name: 'even spacing',
  pick: async ({ table }) => blocksOf(table.ordinals.length).map(([start, end]) => (start + end) >> 1),
};

/** The frame with the largest variance of the Laplacian of each of ten equal stretches. */
const sharpest: Way = {
  name: 'sharpest of each block',
  pick: async ({ table, laplacian }) =>
    blocksOf(table.ordinals.length).map(([start, end]) => {
      let found = start;
      for (let at = start; at < end; at++) if (laplacian[at]! > laplacian[found]!) found = at;
      return found;
    }),
};

/** FFmpeg's filter: of each block the frame whose histogram is nearest to the mean of all. */
const thumbnail: Way = {
  name: 'ffmpeg thumbnail',
  async pick({ file, table }) {
    const length = Math.ceil(table.ordinals.length / pickCount);
    const filter = `thumbnail=${length},showinfo`;
    const args = ['-i', file, '-an', '-fps_mode', 'passthrough', '-vf', filter, '-f', 'null', '-'];
    const output = await tryRun('ffmpeg', ['-hide_banner', '-nostdin', ...args]);
    if (!output) return null;
    const times = [...output.stderr.matchAll(/pts_time:([\d.]+)/g)].map(match => Number(match[1]));
    return times.slice(0, pickCount).map(time => nearest(table.timeSeconds, time));
  },
};

/**
 * Ways that others have of picking ten frames. What needs a program that is not there picks `null`.
 *
 * @param models folder with `brisque_model_live.yml` and `brisque_range_live.yml` of opencv_contrib; `null` for none.
 */
export function peerWays(models: string | null, cache: string): readonly Way[] {
  return [even, sharpest, thumbnail, opencvBrisque(models, cache)];
}

function blocksOf(frames: number): readonly (readonly [start: number, end: number])[] {
  const border = (block: number) => Math.round((frames * block) / pickCount);
  return Array.from({ length: pickCount }, (_, block) => [border(block), border(block + 1)] as const);
}

function nearest(times: Float64Array, time: number): number {
  let found = 0;
  for (let at = 1; at < times.length; at++) {
    if (Math.abs(times[at]! - time) < Math.abs(times[found]! - time)) found = at;
  }
  return found;
}

async function tryRun(command: string, args: readonly string[]) {
  try {
    return await run(command, args, { maxBuffer: 2 ** 28 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
