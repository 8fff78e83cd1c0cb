import {
  type DecodedFrame,
  type FrameRecord,
  FrameSieveError,
  frameLayout,
  type Rational,
  type Rendering,
  ticksToSeconds,
} from '@framesieve/core';
import type { FrameThread } from '../frame-thread/frame-thread.ts';
import { PendingFrame } from './pending-frame.ts';

/** The timestamp of a frame, and where it is from. */
export type FrameTime = Pick<FrameRecord, 'ptsTicks' | 'ptsSource'>;

/** Decides from a frame's place in the stream whether it is wanted. */
export type FrameTest = (frame: Pick<FrameRecord, 'ordinal' | 'timeSeconds' | 'keyFrame'>) => boolean;

/** What a builder needs to know of the video. */
export interface FrameBuilderOptions {
  readonly decoder: string;
  readonly startPts: number;
  readonly timeBase: Rational;
  readonly thread: FrameThread;
  /** Number of the pass at the thread. */
  readonly pass: number;
  /** How the pictures of a size are rendered. */
  rendering(format: DecodedFrame['format']): Rendering;
}

/** Turns decoded frames into frames that know their time, fingerprint and facts; one builder per pass. */
export class FrameBuilder {
  readonly #options: FrameBuilderOptions;
  #previousOrdinal: number | null = null;

  constructor(options: FrameBuilderOptions) {
    this.#options = options;
  }

  /**
   * Takes over the frame's buffer, and has the frame measured. Every frame is looked at, wanted or not, so that `change`
   * means the same whatever is skipped.
   *
   * @param time `null` for a frame that is not wanted, whatever `wanted` says.
   * @throws FrameSieveError `decode-failed` when the backend broke its contract.
   */
  begin(
    decoded: DecodedFrame,
    expectedOrdinal: number | null,
    time: FrameTime | null,
    wanted: FrameTest,
  ): PendingFrame {
    const { ordinal, keyFrame, format, buffer } = decoded;
    try {
      const layout = frameLayout(format.pixelFormat, format.width, format.height);
      this.#assertContract(decoded, expectedOrdinal, layout.byteLength);
      const { startPts, timeBase, thread, pass } = this.#options;
      const follows = ordinal - 1 === this.#previousOrdinal;
      this.#previousOrdinal = ordinal;
      const timeSeconds = time && ticksToSeconds(time.ptsTicks, startPts, timeBase);
      const place =
        time && timeSeconds !== null && wanted({ ordinal, timeSeconds, keyFrame })
          ? { ptsTicks: time.ptsTicks, ptsSource: time.ptsSource, timeSeconds }
          : null;
      const rendering = this.#options.rendering(format);
      const { crop } = rendering;
      const { bytes, memory } = buffer;
      const measured = thread.measure({
        pass,
        bytes,
        memory,
        layout,
        format,
        crop,
        follows,
        wanted: place !== null,
      });
      return new PendingFrame({ decoded, layout, rendering, place, measured });
    } catch (error) {
      buffer.release();
      throw error;
    }
  }

  #assertContract(
    { ordinal, ptsTicks, buffer }: DecodedFrame,
    expected: number | null,
    byteLength: number,
  ): void {
    const problem =
      ordinal !== expected
        ? `gave frame ${ordinal} where ${expected === null ? 'no more was' : `frame ${expected} was`} expected`
        : ptsTicks !== null && !Number.isSafeInteger(ptsTicks)
          ? `gave frame ${ordinal} the timestamp ${ptsTicks}`
          : buffer.bytes.byteLength !== byteLength
            ? `gave frame ${ordinal} ${buffer.bytes.byteLength} bytes instead of ${byteLength}`
            : null;
    if (problem === null) return;
    throw new FrameSieveError({
      code: 'decode-failed',
      message: `The decoder "${this.#options.decoder}" broke its contract: it ${problem}.`,
      hint: 'Use another decoder with --decoder, and report this to the author of the plugin.',
    });
  }
}
