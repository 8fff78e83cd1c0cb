import { type DecodeIssue, FrameSieveError } from '@framesieve/core';
import type { StallWatch } from '@framesieve/decoder';
import * as av from 'node-av/constants';
import {
  Codec,
  CodecContext,
  FFmpegError,
  type FormatContext,
  Frame,
  type HardwareDeviceContext,
  Packet,
  type Stream,
} from 'node-av/lib';
import type { Admission } from './frame-gate.ts';
import { ErrorWatch, type WatchKind } from './libav-log.ts';
import type { ReadProgress } from './read-progress.ts';

/** What a reader tells and asks. */
export interface FrameReaderOptions {
  /** Called before and after each step; throws to stop. */
  assertActive(): void;
  /** Notes damage. */
  report(issue: DecodeIssue): void;
  /**
   * Called once where damage is met, which ends the reading before any frame that it may have touched. With several threads,
   * what FFmpeg makes up for what is missing differs from run to run. Absent: reading goes on behind damage.
   */
  onDamage?(): void;
  /**
   * `muffled` where the demuxer is moved: errors after a move are none, since pictures that follow it may lack their
   * references. `aside` where frames are only looked at: their errors are nobody else's.
   */
  readonly watch: WatchKind;
  /** Decides about each packet of the stream; absent: all are decoded. */
  admit?(packet: Packet): Admission;
  /** Guards the steps that are waited for. */
  readonly stall: StallWatch;
  /** Counts the frames. */
  readonly progress: ReadProgress;
}

/** Errors in a row, without any frame, after which a decoder that is being emptied is given up. */
const maximumFlushErrors = 100;

/**
 * Decodes the packets that the demuxer gives from here on. The yielded frame is valid until the next pull. Damage is
 * reported, frames that FFmpeg's log tells to be damaged are flagged as such, and decoding goes on with the next packet.
 * Between two pulls the demuxer may be moved, if the decoder is flushed.
 */
export async function* readFrames(
  demuxer: FormatContext,
  stream: Stream,
  decoder: CodecContext,
  { assertActive, report, onDamage, watch, admit, stall, progress }: FrameReaderOptions,
): AsyncGenerator<Frame, void, undefined> {
  using errors = new ErrorWatch(watch);
  // What was logged while the file was opened is none of this.
  await errors.take();
  const packet = new Packet();
  packet.alloc();
  const frame = new Frame();
  frame.alloc();
  const damagedTimes = new Set<bigint>();
  let ended = false;
  const damage = (message: string) => {
    if (!onDamage) report({ ordinal: progress.frames, message: `${message}.` });
    else if (!ended) onDamage();
    ended ||= onDamage !== undefined;
  };
  const failed = async (what: string, code: number) => {
    const error = await errors.take();
    const why = error === null || !errors.certain ? '' : ` (${error.replace(/\.$/, '')})`;
    damage(`${what}: ${FFmpegError.strerror(code)}${why}`);
  };
  const step = async <T>(operation: () => Promise<T>) => {
    assertActive();
    const result = await stall.wait(operation());
    // What was interrupted has no result to be relied on.
    assertActive();
    return result;
  };
  /** Looks into the log for what went wrong with a packet; `null` when it can be any that was sent. */
  const checkLog = async (pts: bigint | null) => {
    const error = await errors.take();
    if (error === null || !(onDamage || errors.certain)) return;
    damage(`FFmpeg says: ${error.replace(/\.$/, '')}`);
    if (pts !== null && pts !== av.AV_NOPTS_VALUE) damagedTimes.add(pts);
  };
  async function* drain(flushing: boolean): AsyncGenerator<Frame, void, undefined> {
    for (let failures = 0; failures < maximumFlushErrors; ) {
      assertActive();
      // What a packet gives was decoded when it was sent; only at the end there is work left to wait for.
      const code = flushing ? await step(() => decoder.receiveFrame(frame)) : decoder.receiveFrameSync(frame);
      if (code === av.AVERROR_EOF || code === av.AVERROR_EAGAIN) return;
      if (code < 0) {
        await failed('A frame could not be decoded', code);
        if (!flushing || ended) return;
        failures += 1;
        continue;
      }
      failures = 0;
      stall.progress();
      if (damagedTimes.delete(frame.pts)) frame.setFlags(av.AV_FRAME_FLAG_CORRUPT);
      if (onDamage) {
        await checkLog(null);
        if (isCorrupt(frame)) damage('The frame is damaged');
        if (ended) return;
      }
      progress.add(frame);
      yield frame;
      frame.unref();
    }
  }
  try {
    while (!ended) {
      const code = await step(() => demuxer.readFrame(packet));
      if (code === av.AVERROR_EAGAIN) continue;
      if (code < 0) {
        if (code !== av.AVERROR_EOF) await failed('Reading the file stopped before its end', code);
        break;
      }
      try {
        if (packet.streamIndex !== stream.index) continue;
        stall.progress();
        const admission = admit?.(packet) ?? 'decode';
        if (admission === 'end') break;
        if (admission === 'pass') continue;
        progress.addPacket();
        const { pts } = packet;
        let sent = await step(() => decoder.sendPacket(packet));
        if (sent === av.AVERROR_EAGAIN) {
          yield* drain(false);
          sent = await step(() => decoder.sendPacket(packet));
        }
        if (sent < 0) await failed('A packet could not be decoded', sent);
        if (!onDamage) await checkLog(pts);
        yield* drain(false);
        if (!onDamage) await checkLog(pts);
      } finally {
        packet.unref();
      }
    }
    if (ended) return;
    await step(() => decoder.sendPacket(null));
    yield* drain(true);
    await checkLog(null);
  } finally {
    const free = () => {
      packet.free();
      frame.free();
    };
    if (stall.stuck) void stall.stuck.then(free);
    else free();
  }
}

/** Whether FFmpeg says that a frame is not as it was encoded. */
export function isCorrupt(frame: Frame): boolean {
  return frame.hasFlags(av.AV_FRAME_FLAG_CORRUPT) || frame.decodeErrorFlags !== 0;
}

/**
 * Opens the decoder of a stream; whoever asks for it frees it.
 *
 * @param device hardware that decodes what it can.
 *
 * @throws FrameSieveError `decode-failed` when FFmpeg has none for the codec, or it refuses the stream.
 */
export async function openCodec(
  stream: Stream,
  threads: number,
  device?: HardwareDeviceContext,
): Promise<CodecContext> {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  const fail = (reason: string) =>
    new FrameSieveError({
      code: 'decode-failed',
      message: `Stream ${stream.index} can't be decoded: ${reason}.`,
      hint: 'Try another decoder with --decoder, or convert the video to a common format.',
    });
  if (!codec)
    throw fail(`FFmpeg has no decoder for its codec (${stream.codecpar.codecTagString ?? 'unknown'})`);
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  const set = decoder.parametersToContext(stream.codecpar);
  decoder.pktTimebase = stream.timeBase;
  decoder.threadCount = threads;
  // FFmpeg decodes with a device that it is given where that can, and in software where it can't.
  try {
    if (device) decoder.hwDeviceCtx = device;
    const opened = set < 0 ? set : await decoder.open2(codec);
    if (opened < 0) throw fail(FFmpegError.strerror(opened));
    return decoder;
  } catch (error) {
    decoder.freeContext();
    throw error;
  }
}
