import type { Rational } from '@framesieve/core';

/** What copying a stream tells of it. */
export interface CopiedStream {
  readonly timeBase: Rational;
  readonly packets: number;
  /** From the first timestamp to the end of the last packet, in ticks; `null` when packets carry no timestamps. */
  readonly durationTicks: number | null;
}

const timeBaseLine = /^#tb (\d+): (\d+)\/(\d+)/;
const packetLine = /^(\d+), *(-?\d+), *(-?\d+), *(-?\d+),/;

// FFmpeg's mark for "no timestamp" is the least 64-bit number, which a double holds exactly.
const noTimestamp = -(2 ** 63);

/**
 * Reads what ffmpeg's `framecrc` format tells of copied streams: the time base of each, and a line per packet.
 *
 * @returns one entry per copied stream, in order; those that could not be copied are missing at the end.
 */
export function parseCopiedStreams(text: string): CopiedStream[] {
  const streams: { timeBase: Rational; packets: number; first: number; last: number }[] = [];
  for (const line of text.split('\n')) {
    const header = timeBaseLine.exec(line);
    if (header) {
      const [, index, numerator, denominator] = header.map(Number);
      const timeBase = { numerator: numerator!, denominator: denominator! };
      streams[index!] = {
        timeBase,
        packets: 0,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
      };
      continue;
    }
    const packet = packetLine.exec(line);
    if (!packet) continue;
    const [, index, dts, pts, duration] = packet.map(Number);
    const stream = streams[index!];
    if (!stream) continue;
    stream.packets += 1;
    const time = pts === noTimestamp ? dts! : pts!;
    if (time === noTimestamp) continue;
    stream.first = Math.min(stream.first, time);
    stream.last = Math.max(stream.last, time + duration!);
  }
  return streams.map(({ timeBase, packets, first, last }) => ({
    timeBase,
    packets,
    durationTicks: last >= first ? last - first : null,
  }));
}
