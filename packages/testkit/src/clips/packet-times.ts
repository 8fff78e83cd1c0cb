import type { Rational } from '@framesieve/core';
import { AV_NOPTS_VALUE, AVERROR_EOF } from 'node-av/constants';
import { FormatContext, Packet } from 'node-av/lib';
import { check, type EncodedClip } from './encode-clip.ts';

import { rescaleTicks } from './rescale-ticks.ts';

/** Times as a container keeps them. */
export interface StoredTimes {
  readonly timeBase: Rational;
  /** `null` when the container keeps none. */
  readonly ptsTicks: readonly number[] | null;
}

/**
 * The timestamps of a clip's frames as its file has them.
 *
 * @throws Error when the container changed them otherwise than by one constant shift.
 */
export async function storedTimes(file: string, encoded: EncodedClip): Promise<StoredTimes> {
  const { timeBase, times: stored } = await readPacketTimes(file);
  // A packet without a time is normal in AVI (all of them) and in MPEG program streams (some).
  const known = stored.filter(time => time !== null);
  if (known.length === 0) return { timeBase, ptsTicks: null };
  const written = encoded.ptsTicks.map(ticks => rescaleTicks(ticks, encoded.timeBase, timeBase));
  // A muxer may move all timestamps alike (MPEG-TS by its delay, Matroska to avoid negative decoding times).
  const shift = Math.min(...known) - Math.min(...written);
  const ptsTicks = written.map(time => time + shift);
  if (
    stored.length !== written.length ||
    !isSubsequence(known.sort(ascending), ptsTicks.toSorted(ascending))
  ) {
    throw new Error(`The container of ${file} changed the timestamps ${ptsTicks} to ${known}.`);
  }
  return { timeBase, ptsTicks };
}

const ascending = (a: number, b: number) => a - b;

function isSubsequence(part: readonly number[], whole: readonly number[]): boolean {
  let next = 0;
  for (const value of whole) if (value === part[next]) next++;
  return next === part.length;
}

/** Reads the timestamps of the first stream's packets back from a file, in file order; `null` where there is none. */
async function readPacketTimes(
  file: string,
): Promise<{ readonly timeBase: Rational; readonly times: (number | null)[] }> {
  await using demuxer = new FormatContext();
  check(await demuxer.openInput(file), `open ${file}`);
  try {
    using packet = new Packet();
    packet.alloc();
    const times: (number | null)[] = [];
    for (;;) {
      const code = await demuxer.readFrame(packet);
      if (code === AVERROR_EOF) {
        const { num, den } = demuxer.streams[0]!.timeBase;
        return { timeBase: { numerator: num, denominator: den }, times };
      }
      check(code, `read ${file}`);
      if (packet.streamIndex === 0) times.push(packet.pts === AV_NOPTS_VALUE ? null : Number(packet.pts));
      packet.unref();
    }
  } finally {
    await demuxer.closeInput();
  }
}
