import type { ReadOptions } from '@framesieve/core';
import { StallWatch } from '@framesieve/decoder';
import * as av from 'node-av/constants';
import { Packet } from 'node-av/lib';
import { type DemuxerInput, interruptOn, openDemuxer } from './demuxer.ts';
import { selectStream } from './select-stream.ts';
import { ticksOf } from './stream-description.ts';

/** What {@link EarlyEnd} takes. */
export interface EarlyEndOptions {
  readonly input: DemuxerInput;
  readonly reading: Pick<ReadOptions, 'untilTicks' | 'stream'>;
  readonly signal: AbortSignal;
  /** Threads that decode, each of which may hold a frame. */
  readonly threads: number;
}

/** Frames that a decoder may hold back to put them in order; two packets each, where fields are coded apart. */
const mostReordered = 16;

/**
 * Finds out when no frame before a timestamp can come any more. Once a frame has reached it, the whole file is looked
 * through for packets before it, since timestamps may go back.
 */
export class EarlyEnd {
  readonly #options: EarlyEndOptions;
  #packetsNeeded: Promise<number> | null = null;

  constructor(options: EarlyEndOptions) {
    this.#options = options;
  }

  /**
   * Whether decoding may end before this frame.
   *
   * @param ptsTicks its timestamp.
   * @param packetsRead packets of the stream that were passed to the decoder.
   */
  async isReached(ptsTicks: number | null, packetsRead: number): Promise<boolean> {
    const { reading, threads } = this.#options;
    const { untilTicks } = reading;
    if (untilTicks === undefined || ptsTicks === null || ptsTicks < untilTicks) return false;
    this.#packetsNeeded ??= countPackets(untilTicks, this.#options);
    return packetsRead >= (await this.#packetsNeeded) + 2 * (mostReordered + threads);
  }
}

/**
 * Counts the packets of a stream, from the start of the file, up to the last that may belong before a timestamp.
 *
 * @returns infinity when that can't be told, since a timestamp is missing or the file can't be read to its end.
 */
async function countPackets(
  untilTicks: number,
  { input, reading, signal }: EarlyEndOptions,
): Promise<number> {
  const demuxer = await openDemuxer(input, signal);
  const interrupting = interruptOn(signal, demuxer);
  const packet = new Packet();
  packet.alloc();
  const stall = new StallWatch({
    ...{ path: input.path, seconds: input.stallSeconds, position: () => 'where its frames are counted' },
    interrupt: () => demuxer.interrupt(),
  });
  const free = async () => {
    packet.free();
    await demuxer.closeInput();
  };
  try {
    selectStream(demuxer, reading.stream);
    for (let count = 0, needed = 0; ; ) {
      signal.throwIfAborted();
      const code = await stall.wait(demuxer.readFrame(packet));
      stall.progress();
      if (code === av.AVERROR_EAGAIN) continue;
      if (code === av.AVERROR_EOF) return needed;
      if (code < 0) return Number.POSITIVE_INFINITY;
      if (packet.streamIndex === reading.stream) {
        count += 1;
        const pts = ticksOf(packet.pts);
        if (pts === null) return Number.POSITIVE_INFINITY;
        // FFmpeg takes a frame's decoding time for its timestamp where those of the file make no sense.
        if (Math.min(pts, ticksOf(packet.dts) ?? pts) < untilTicks) needed = count;
      }
      packet.unref();
    }
  } finally {
    interrupting[Symbol.dispose]();
    if (stall.stuck) void stall.stuck.then(free);
    else await free();
  }
}
