import {
  type ColorRange,
  type DecodedFrame,
  frameLayout,
  type ReadOptions,
  type StreamDescription,
} from '@framesieve/core';
import { describeColor } from './color-names.ts';
import { assertDelivered, assertEnded, assertTimeBase, OtherFormat } from './decode-checks.ts';
import { DecodeRun } from './decode-run.ts';
import { type DeliveredFormat, deliveredFormat, separatePlanes } from './delivered-format.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';
import type { LoggedFrame } from './frame-log.ts';

/** The stream that is read, and with what. */
export interface FrameSource {
  readonly binary: FfmpegBinary;
  readonly file: string;
  readonly stream: StreamDescription;
  /** Aborts when the video is disposed of: an iteration then just ends. */
  readonly closing: AbortSignal;
  /** Is told of each process that is started, so that its end can be waited for. */
  track(ended: Promise<unknown>): void;
}

/** Which frames are read, and how they are picked out. */
export interface FrameSelection {
  /** Ordinals that ffmpeg is told to put out; `null` for all. */
  readonly ordinals: readonly number[] | null;
  /** Of the frames put out, those to be yielded; the samples of others are passed over. */
  wanted(ordinal: number): boolean;
  /** Called when the end of the stream was reached, with the number of frames that left the decoder. */
  onEnd?(decoded: number): void;
}

/** Reads all frames of a stream, in order. */
export const allFrames: FrameSelection = { ordinals: null, wanted: () => true };

/** Decodes the frames of a selection with one ffmpeg process, which is gone when the iteration is over or left. */
export async function* readFrames(
  source: FrameSource,
  selection: FrameSelection,
  options: ReadOptions,
): AsyncGenerator<DecodedFrame, void> {
  const stated = source.stream.pixelFormat;
  let convertTo = (stated === null ? null : deliveredFormat(stated)?.convertTo) ?? null;
  for (;;) {
    try {
      yield* readConverted(source, selection, options, convertTo);
      return;
    } catch (error) {
      // The container stated another pixel format than the decoder puts out, which only its first frame could tell.
      if (!(error instanceof OtherFormat)) throw error;
      convertTo = error.convertTo;
    }
  }
}

async function* readConverted(
  source: FrameSource,
  selection: FrameSelection,
  options: ReadOptions,
  convertTo: string | null,
): AsyncGenerator<DecodedFrame, void> {
  const { binary, file, stream, closing } = source;
  const signal = AbortSignal.any([options.signal, closing]);
  options.signal.throwIfAborted();
  if (closing.aborted) return;
  const report = (ordinal: number | null, message: string) => options.report({ ordinal, message });
  const settings = { file, stream: stream.index, convertTo, ordinals: selection.ordinals };
  await using run = new DecodeRun(binary, settings, message => report(null, message));
  source.track(run.ended);
  const kill = () => run.kill();
  signal.addEventListener('abort', kill, { once: true });
  let scratch = new Uint8Array(0);
  let first: LoggedFrame | null = null;
  let last: number | null = null;
  try {
    for (let logged = await run.next(); logged && !signal.aborted; logged = await run.next()) {
      const delivered = assertDelivered(logged, first, convertTo, source);
      assertTimeBase(run.timeBase, stream.timeBase, file);
      first ??= logged;
      const { byteLength } = frameLayout(delivered.pixelFormat, logged.width, logged.height);
      const { interleaved } = delivered;
      const wanted = selection.wanted(logged.ordinal);
      if ((interleaved !== null || !wanted) && scratch.length !== byteLength)
        scratch = new Uint8Array(byteLength);
      const buffer = wanted ? await options.frames.acquire(byteLength, signal) : null;
      let handedOver = false;
      try {
        const target = interleaved === null && buffer ? buffer.bytes : scratch;
        if (!(await run.read(target)) || signal.aborted) break;
        last = logged.ordinal;
        if (!buffer) continue;
        if (interleaved !== null) separatePlanes(scratch, interleaved, buffer.bytes);
        if (logged.corrupt) report(logged.ordinal, 'The decoder reports damage in this frame.');
        handedOver = true;
        yield { ...factsOf(logged, delivered, stream), buffer };
      } finally {
        if (!handedOver) buffer?.release();
      }
    }
    options.signal.throwIfAborted();
    if (closing.aborted) return;
    await assertEnded(run, last, file, report);
    selection.onEnd?.(run.decoded);
  } catch (error) {
    // Waiting for a buffer ends with the reason of the signal.
    if (closing.aborted && !options.signal.aborted) return;
    throw error;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function factsOf(
  logged: LoggedFrame,
  delivered: DeliveredFormat,
  stream: StreamDescription,
): Omit<DecodedFrame, 'buffer'> {
  const { ordinal, ptsTicks, keyFrame, corrupt, width, height } = logged;
  const color = describeColor(logged.color);
  const format = {
    width,
    height,
    pixelFormat: delivered.pixelFormat,
    color: {
      ...color,
      matrix: delivered.pixelFormat.model === 'rgb' ? 'rgb' : color.matrix,
      range: rangeOf(delivered, color.range, stream.color.range),
      // Older versions don't print it for each frame.
      chromaLocation:
        logged.color.chromaLocation === undefined ? stream.color.chromaLocation : color.chromaLocation,
    },
    rotation: stream.rotation,
    mirrored: stream.mirrored,
    pixelAspect: logged.pixelAspect ?? stream.pixelAspect,
    scan: logged.scan,
  } as const;
  return { ordinal, ptsTicks, keyFrame, corrupt, format };
}

/** Filters since FFmpeg 7 state a range of their own for grey and RGB; for those the stream's word is taken. */
function rangeOf(delivered: DeliveredFormat, ofFrame: ColorRange, ofStream: ColorRange): ColorRange {
  if (delivered.fullRange) return 'full';
  return delivered.pixelFormat.model === 'yuv' ? ofFrame : ofStream;
}
