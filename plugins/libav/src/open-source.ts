import { messageOf, type ReadOptions } from '@framesieve/core';
import { StallWatch } from '@framesieve/decoder';
import type { CodecContext, FormatContext, Frame, Packet, Stream } from 'node-av/lib';
import { type DemuxerInput, interruptOn } from './demuxer.ts';
import type { Admission } from './frame-gate.ts';
import { openCodec, readFrames } from './frame-reader.ts';
import type { GlanceSource } from './glance.ts';
import type { Hardware } from './hardware.ts';
import type { WatchKind } from './libav-log.ts';
import { ReadProgress } from './read-progress.ts';
import type { RereadTally } from './reread-tally.ts';
import { selectStream } from './select-stream.ts';

/** One iteration's surroundings; the signal also stops it when the video is disposed of. */
export interface Pass {
  readonly options: ReadOptions;
  readonly signal: AbortSignal;
  /** Counts what is decoded, if anyone wants to know. */
  readonly tally?: RereadTally;
}

/** How one iteration reads. */
export interface Reading {
  readonly threads: number;
  /** Whether to end where damage is met. */
  readonly untilDamage: boolean;
  /** Whose errors are noted; default: `open`. */
  readonly watch?: WatchKind;
  /** Whether hardware is left alone. */
  readonly inSoftware?: boolean;
  /** Looks at each packet of the stream before it is decoded as one of `frames`. */
  onPacket?(packet: Packet): void;
}

/** What one iteration reads from. */
export interface Source extends GlanceSource, AsyncDisposable {
  readonly frames: AsyncGenerator<Frame, void, undefined>;
  /** Decodes from where the demuxer is what is admitted, until it is left. */
  read(admit?: (packet: Packet) => Admission): AsyncGenerator<Frame, void, undefined>;
  readonly progress: ReadProgress;
  /** Name of the hardware that decodes; `null` for software. */
  readonly hardware: string | null;
  /** Whether `frames` ended where several threads, or hardware, met damage. */
  metDamage(): boolean;
}

/**
 * Opens a decoder for a stream of a demuxer that is at the start of the file.
 *
 * @param demuxer is closed with the source, or when there is none.
 * @throws FrameSieveError `usage` for a stream that the file does not have, `decode-failed`.
 */
export async function openSource(
  demuxer: FormatContext,
  { input, hardware }: { readonly input: DemuxerInput; readonly hardware: Hardware },
  { options, signal }: Pass,
  { threads, untilDamage, watch = 'open', inSoftware = false, onPacket }: Reading,
): Promise<Source> {
  try {
    const stream = selectStream(demuxer, options.stream);
    const { decoder, device } = await openDecoder(stream, threads, inSoftware ? null : hardware);
    const progress = new ReadProgress(stream);
    const { path, stallSeconds } = input;
    const stall = new StallWatch({
      ...{ path, seconds: stallSeconds, position: () => progress.position },
      interrupt: () => demuxer.interrupt(),
    });
    let metDamage = false;
    const onDamage = () => {
      metDamage = true;
    };
    const read = (admit?: (packet: Packet) => Admission) =>
      readFrames(demuxer, stream, decoder, {
        assertActive: () => signal.throwIfAborted(),
        report: issue => options.report(issue),
        ...(untilDamage || device ? { onDamage } : {}),
        ...(admit && { admit }),
        ...{ watch, stall, progress },
      });
    const admitAll = (packet: Packet) => {
      onPacket?.(packet);
      return 'decode' as const;
    };
    const frames = read(onPacket && admitAll);
    const interrupting = interruptOn(signal, demuxer);
    const free = async () => {
      decoder.freeContext();
      await demuxer.closeInput();
    };
    return {
      ...{ demuxer, stream, decoder, read, frames, progress },
      hardware: device?.name ?? null,
      metDamage: () => metDamage,
      async [Symbol.asyncDispose]() {
        await frames.return();
        interrupting[Symbol.dispose]();
        if (stall.stuck) void stall.stuck.then(free);
        else await free();
      },
    };
  } catch (error) {
    await demuxer.closeInput();
    throw error;
  }
}

interface OpenedDecoder {
  readonly decoder: CodecContext;
  /** Hardware that it decodes with; `null` for software. */
  readonly device: ReturnType<Hardware['deviceFor']>;
}

/** Opens a decoder with a device that can decode the codec, and in software where there is none, or it is refused. */
async function openDecoder(
  stream: Stream,
  threads: number,
  hardware: Hardware | null,
): Promise<OpenedDecoder> {
  const device = hardware?.deviceFor(stream.codecpar.codecId) ?? null;
  if (hardware && device) {
    try {
      return { decoder: await openCodec(stream, threads, device.context), device };
    } catch (error) {
      hardware.giveUp(`${device.name}: ${messageOf(error)}`);
    }
  }
  return { decoder: await openCodec(stream, threads), device: null };
}
