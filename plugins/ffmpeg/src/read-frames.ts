import {
  type ColorRange,
  type DecodedFrame,
  FrameSieveError,
  frameLayout,
  type HardwareName,
  type Logger,
  type ReadOptions,
  type StreamDescription,
  sampleColor,
} from '@framesieve/core';
import type { InputAccess, SoughtPlace } from '@framesieve/decoder';
import { describeColor } from './color-names.ts';
import type { DecodeSettings, FrameChoice, SeekTime } from './decode-arguments.ts';
import { assertDelivered, assertEnded, assertTimeBase, OtherFormat } from './decode-checks.ts';
import { DecodeRun } from './decode-run.ts';
import { type DeliveredFormat, deliveredFormat, separatePlanes } from './delivered-format.ts';
import { orientationOf } from './display-matrix.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';
import type { LoggedFrame } from './frame-log.ts';
import { type Hardware, HardwareFailure, isFromHardware } from './hardware.ts';

/** The stream that is read, and with what. */
export interface FrameSource {
  readonly binary: FfmpegBinary;
  /** Path or address, as it may be shown. */
  readonly file: string;
  readonly input: InputAccess;
  readonly hardware: Hardware;
  /** See `OpenOptions`. */
  readonly stallSeconds: number | undefined;
  readonly logger: Logger;
  readonly stream: StreamDescription;
  /** Aborts when the video is disposed of: an iteration then just ends. */
  readonly closing: AbortSignal;
  /** Is told of each process that is started, so that its end can be waited for. */
  track(ended: Promise<unknown>): void;
}

/** Which frames are read, and how they are picked out. */
export interface FrameSelection {
  /** Frames that ffmpeg is told to put out; `null` for all. */
  readonly select: FrameChoice | null;
  /** Where to begin. Absent: at the start. */
  readonly seek?: SeekTime;
  /** Follows a decode that begins behind a seek, to know its frames. Absent: ordinals are counted from where it begins. */
  place?(): SoughtPlace;
  /** Of the frames put out, those to be yielded; the samples of others are passed over. */
  wanted(ordinal: number): boolean;
  /** Called when the end of the stream was reached, with the number of frames that left the decoder. */
  onEnd?(decoded: number): void;
  /** Called for each process that has done its part, with the number of frames that left its decoder. */
  onDecoded?(decoded: number): void;
}

/** Reads all frames of a stream, in order. */
export const allFrames: FrameSelection = { select: null, wanted: () => true };

/** Decodes the frames of a selection with one ffmpeg process, which is gone when the iteration is over or left. */
export async function* readFrames(
  source: FrameSource,
  selection: FrameSelection,
  options: ReadOptions,
): AsyncGenerator<DecodedFrame, void> {
  const { hardware } = source;
  const { name } = hardware;
  const ways: readonly Way[] = [
    ...(name === null ? [] : [{ hardware: name, oneThread: false }]),
    { hardware: null, oneThread: false },
    { hardware: null, oneThread: true },
  ];
  let next = 0;
  for (const way of ways) {
    const behind = next;
    // Frames that came before are read again, and passed over.
    const wanted = (ordinal: number) => ordinal >= behind && selection.wanted(ordinal);
    try {
      for await (const frame of readWith(way, source, { ...selection, wanted }, options)) {
        next = frame.ordinal + 1;
        yield frame;
      }
      return;
    } catch (error) {
      if (error instanceof HardwareFailure) hardware.giveUp(error.message);
      else if (!(error instanceof DamageMet)) throw error;
    }
  }
}

/**
 * How frames are decoded. What several threads make up for damage differs from run to run, so one thread goes on from
 * there; what goes wrong with hardware, software may do.
 */
interface Way {
  readonly hardware: HardwareName | null;
  readonly oneThread: boolean;
}

/** Several threads have met damage. */
class DamageMet extends Error {}

/** Reads with one kind of hardware, or in software. What goes wrong with hardware is a HardwareFailure. */
async function* readWith(
  way: Way,
  source: FrameSource,
  selection: FrameSelection,
  options: ReadOptions,
): AsyncGenerator<DecodedFrame, void> {
  const stated = source.stream.pixelFormat;
  let convertTo = (stated === null ? null : deliveredFormat(stated)?.convertTo) ?? null;
  for (;;) {
    try {
      yield* readConverted(source, selection, options, { convertTo, ...way });
      return;
    } catch (error) {
      // The container stated another pixel format than the decoder puts out, which only its first frame could tell.
      if (!(error instanceof OtherFormat)) throw way.hardware === null ? error : asFailure(error);
      convertTo = error.convertTo;
    }
  }
}

async function* readConverted(
  source: FrameSource,
  selection: FrameSelection,
  options: ReadOptions,
  { convertTo, hardware, oneThread }: Pick<DecodeSettings, 'convertTo'> & Way,
): AsyncGenerator<DecodedFrame, void> {
  const { binary, file, input, stream, closing } = source;
  const signal = AbortSignal.any([options.signal, closing]);
  options.signal.throwIfAborted();
  if (closing.aborted) return;
  let failure: string | null = null;
  const assertSound = () => {
    if (failure !== null) throw hardware === null ? new DamageMet(failure) : new HardwareFailure(failure);
  };
  const place = selection.place?.() ?? null;
  const report = (ordinal: number | null, message: string) => {
    if (place) {
      // Before its key frame has come, a decode behind a seek may lack anything.
      if (place.isCertain) place.lose();
      return;
    }
    // What is to blame, and what is lost, one thread in software will tell.
    if (oneThread) options.report({ ordinal, message });
    else failure ??= message;
  };
  const { select, seek } = selection;
  const settings = {
    ...{ input, hardware, oneThread, convertTo, select },
    stream: stream.index,
    ...(seek && { seek }),
  };
  const locate = (ptsTicks: number | null, keyFrame: boolean) => {
    const step = place!.step(ptsTicks, keyFrame);
    return typeof step === 'number' ? step : -1;
  };
  await using run = new DecodeRun(binary, settings, {
    ...{ file, stallSeconds: source.stallSeconds },
    ...(place && { locate }),
    onError: message => report(run.decoded, message),
  });
  source.track(run.ended);
  const kill = () => run.kill();
  signal.addEventListener('abort', kill, { once: true });
  let scratch = new Uint8Array(0);
  let first: LoggedFrame | null = null;
  let last: number | null = null;
  try {
    for (let logged = await run.next(); logged && !signal.aborted; logged = await run.next()) {
      if (logged.corrupt) report(logged.ordinal, 'The decoder reports damage in this frame.');
      if (logged.corrupt && place) return;
      assertSound();
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
        handedOver = true;
        const facts = factsOf(logged, delivered, stream);
        const fromHardware = hardware !== null && isFromHardware(logged.pixelFormat, stream.pixelFormat);
        yield { ...facts, buffer, ...(fromHardware && { hardware }) };
      } finally {
        if (!handedOver) buffer?.release();
      }
    }
    options.signal.throwIfAborted();
    if (closing.aborted) return;
    await assertEnded(run, last, file, report);
    assertSound();
    selection.onEnd?.(run.decoded);
  } catch (error) {
    // Waiting for a buffer ends with the reason of the signal.
    if (closing.aborted && !options.signal.aborted) return;
    throw error;
  } finally {
    signal.removeEventListener('abort', kill);
    selection.onDecoded?.(run.decoded);
  }
}

/** Errors of the decode as those of the hardware; what the caller threw, and its signal's reason, stay what they are. */
function asFailure(error: unknown): unknown {
  return FrameSieveError.isInstance(error) && error.code === 'decode-failed'
    ? new HardwareFailure(error.message.replace(/\.$/, ''))
    : error;
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
      ...sampleColor(color, delivered.pixelFormat),
      range: rangeOf(delivered, color.range, stream.color.range),
      // Older versions don't print it for each frame.
      chromaLocation:
        logged.color.chromaLocation === undefined ? stream.color.chromaLocation : color.chromaLocation,
    },
    ...orientationOf(logged.displayAngle, stream),
    pixelAspect: logged.pixelAspect ?? stream.pixelAspect,
    // The fields of HEVC are frames of their own, so none holds two moments.
    scan: stream.codec === 'hevc' ? 'progressive' : logged.scan,
  } as const;
  return { ordinal, ptsTicks, keyFrame, corrupt, format };
}

/** Filters since FFmpeg 7 state full range for all grey and RGB; for those the stream's word is taken. */
function rangeOf(delivered: DeliveredFormat, ofFrame: ColorRange, ofStream: ColorRange): ColorRange {
  if (delivered.fullRange) return 'full';
  return delivered.pixelFormat.model === 'yuv' || ofFrame === 'limited' ? ofFrame : ofStream;
}
