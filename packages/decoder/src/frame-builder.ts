import {
  type DecodedFrame,
  type FrameRecord,
  FrameSieveError,
  frameLayout,
  type PtsSource,
  type Rational,
  ticksToSeconds,
} from '@framesieve/core';
import type { Fingerprint } from './fingerprint.ts';
import { FactsMeter } from './frame-facts.ts';
import { LeasedFrame } from './leased-frame.ts';

/** The timestamp of a frame, and where it is from. */
export type FrameTime = Pick<FrameRecord, 'ptsTicks' | 'ptsSource'>;

/** Decides from a frame's place in the stream whether it is wanted. */
export type FrameTest = (frame: Pick<FrameRecord, 'ordinal' | 'timeSeconds' | 'keyFrame'>) => boolean;

/** What a builder needs to know of the video. */
export interface FrameBuilderOptions {
  readonly decoder: string;
  readonly startPts: number;
  readonly timeBase: Rational;
  readonly fingerprint: Fingerprint;
}

/** Turns decoded frames into frames that know their time, fingerprint and facts; one builder per pass. */
export class FrameBuilder {
  readonly #options: FrameBuilderOptions;
  readonly #meter = new FactsMeter();
  #previousOrdinal: number | null = null;

  constructor(options: FrameBuilderOptions) {
    this.#options = options;
  }

  /**
   * Takes over the frame's buffer. Facts are measured on every frame, wanted or not, so that `change` means the same
   * whatever is skipped.
   *
   * @returns `null`, with the buffer released, for a frame that is not wanted.
   * @throws FrameSieveError `decode-failed` when the backend broke its contract.
   */
  build(
    decoded: DecodedFrame,
    expectedOrdinal: number | null,
    time: { readonly ptsTicks: number; readonly ptsSource: PtsSource },
    wanted: FrameTest,
  ): LeasedFrame | null {
    const { ordinal, keyFrame, corrupt, format, buffer } = decoded;
    try {
      const layout = frameLayout(format.pixelFormat, format.width, format.height);
      this.#assertContract(decoded, expectedOrdinal, layout.byteLength);
      if (this.#previousOrdinal !== null && ordinal !== this.#previousOrdinal + 1) this.#meter.reset();
      this.#previousOrdinal = ordinal;
      const facts = this.#meter.measure(buffer.bytes, layout, format);
      const { startPts, timeBase, fingerprint } = this.#options;
      const timeSeconds = ticksToSeconds(time.ptsTicks, startPts, timeBase);
      if (!wanted({ ordinal, timeSeconds, keyFrame })) {
        buffer.release();
        return null;
      }
      const record: FrameRecord = {
        ordinal,
        ptsTicks: time.ptsTicks,
        ptsSource: time.ptsSource,
        timeSeconds,
        width: format.width,
        height: format.height,
        keyFrame,
        corrupt,
        fingerprint: fingerprint(buffer.bytes),
        facts,
      };
      return new LeasedFrame(record, format, layout, { crop: null, toneMap: null }, buffer);
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
