import { availableParallelism } from 'node:os';
import { availableMemory } from 'node:process';
import { type FrameAllocator, FrameSieveError } from '@framesieve/core';
import { formatSize, parseSize } from './parse-size.ts';

const mebibyte = 1024 ** 2;

/** What the program takes before there is any frame: Node.js, the decoder's libraries, the database, small models; measured. */
const programBytes = 176 * mebibyte;
/** What each core's thread that scores takes. */
const threadBytes = 16 * mebibyte;

/** Least and most that one job's frames get: of more, decoding ahead makes no use. */
const leastPoolBytes = 32 * mebibyte;
const mostPoolBytes = 128 * mebibyte;
/** Where a device scores whole batches, they have to be there at the same time. */
const mostBatchedPoolBytes = 512 * mebibyte;

/** Frames that a decoder keeps for itself, to predict others from: at most 16 by H.264 and HEVC, most often 4 to 6. */
const decoderFrames = 8;

/** Frames of the pool that have to be free for the next one to be decoded, see `FramePool`. */
const passingFrames = 5;

/** How the memory is divided. */
export interface MemoryPlan {
  /** What was asked for; `null` when nobody set a limit. */
  readonly limitBytes: number | null;
  /** Everything that frames and models may take together, with the program itself. */
  readonly totalBytes: number;
  /** What the program itself takes of that, with its threads. */
  readonly programBytes: number;
  /** Videos that are worked on at the same time. */
  readonly jobs: number;
  /** Capacity of each job's frame pool. */
  readonly poolBytes: number;
  /**
   * Buffers that each pool gives out however large they are: as many as keep every core busy; where there is a limit, as many
   * as one video needs to go on at all.
   */
  readonly minimumBuffers: number;
  /** What the calls of all models may take beside the frames. */
  readonly modelBytes: number;
}

/** What a plan depends on. */
export interface MemoryNeeds {
  /** `memory` of the config. */
  readonly memory: string | null;
  /** `batch` of the config. */
  readonly batch: number | null;
  /** `device` of the config. */
  readonly device: string;
  readonly jobs: number;
  /** What the machine has free; default: what the system says, limits of containers included. */
  readonly availableBytes?: number;
  /** Threads that score at the same time; default: one for each core. */
  readonly cores?: number;
}

/**
 * Divides the memory: the program takes its part first; of the rest, the frames of all jobs get a quarter, as much is left to
 * the decoders, which keep frames of their own, and models get the other half. Without a limit, half of what is free is
 * divided. A job's frames get at most 128 MiB, or 512 MiB where another device than the CPU scores.
 *
 * @throws FrameSieveError `config` when the limit is no size, or less than the program takes with the least for each job.
 */
export function planMemory(needs: MemoryNeeds): MemoryPlan {
  const { memory, batch, device, jobs, availableBytes = availableMemory() } = needs;
  const { cores = availableParallelism() } = needs;
  const ownBytes = programBytes + cores * threadBytes;
  const limitBytes = memory === null ? null : readLimit(memory, ownBytes, jobs);
  const totalBytes = limitBytes ?? Math.floor(availableBytes / 2);
  const rest = Math.max(0, totalBytes - ownBytes);
  const most = device === 'auto' || device === 'cpu' ? mostPoolBytes : mostBatchedPoolBytes;
  const poolBytes = Math.floor(Math.min(most, Math.max(leastPoolBytes, rest / 4 / jobs)));
  return {
    limitBytes,
    totalBytes,
    programBytes: ownBytes,
    jobs,
    poolBytes,
    minimumBuffers: passingFrames + (limitBytes === null ? Math.max(cores + 2, 2 * (batch ?? 1)) : 1),
    modelBytes: Math.max(leastPoolBytes, Math.floor(rest / 2)),
  };
}

/**
 * Hands out frames of a pool as long as they fit into the limit that was set, with all that has to be there at the same time.
 *
 * @returns the pool itself where nobody set a limit. What it leases throws FrameSieveError `usage`, naming the least that
 *   works, for frames that don't fit.
 */
export function limitFrames(pool: FrameAllocator, plan: MemoryPlan): FrameAllocator {
  const { limitBytes, jobs } = plan;
  if (limitBytes === null) return pool;
  return {
    limit: byteLength => pool.limit?.(byteLength) ?? plan.minimumBuffers,
    async acquire(byteLength, signal) {
      const least = plan.programBytes + jobs * (plan.minimumBuffers + decoderFrames) * byteLength;
      if (least <= limitBytes) return pool.acquire(byteLength, signal);
      const withJobs = jobs === 1 ? '' : `, with ${jobs} jobs at the same time`;
      throw new FrameSieveError({
        code: 'usage',
        message: `Its frames, of ${formatSize(byteLength)} each, don't fit into a memory of ${formatSize(limitBytes)}${withJobs}.`,
        hint: giveAtLeast(least, jobs),
      });
    },
  };
}

function readLimit(memory: string, ownBytes: number, jobs: number): number {
  const bytes = parseSize(memory);
  if (bytes === null) {
    throw new FrameSieveError({
      code: 'config',
      message: `\`memory\`: expected a size such as "2GB" or "800MiB", found "${memory}".`,
      hint: 'Write a number and a unit: KB, MB, GB, TB in steps of 1000, KiB, MiB, GiB, TiB in steps of 1024.',
    });
  }
  const least = ownBytes + jobs * leastPoolBytes;
  if (bytes >= least) return bytes;
  throw new FrameSieveError({
    code: 'config',
    message: `\`memory\`: ${memory} is too little: ${jobs === 1 ? 'the program' : `the program with ${jobs} jobs`} takes at least ${formatSize(least)}, and large frames more.`,
    hint: giveAtLeast(least, jobs),
  });
}

function giveAtLeast(bytes: number, jobs: number): string {
  return `Give at least --memory ${formatSize(bytes).replaceAll(' ', '')}${jobs === 1 ? '' : ', or fewer --jobs'}.`;
}
