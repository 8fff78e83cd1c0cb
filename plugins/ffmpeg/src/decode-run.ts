import type { Rational } from '@framesieve/core';
import { StallWatch } from '@framesieve/decoder';
import { type DecodeSettings, decodeArguments } from './decode-arguments.ts';
import { FfmpegProcess, type ProcessEnd } from './ffmpeg-process.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';
import { FrameLog, type LoggedFrame } from './frame-log.ts';
import { describeLogLine } from './log-line.ts';

/** What a run tells and asks. */
export interface DecodeRunOptions {
  /** Path or address, as it may be shown. */
  readonly file: string;
  /** See `OpenOptions`. */
  readonly stallSeconds: number | undefined;
  /** See `FrameLogOptions`. */
  locate?(ptsTicks: number | null, keyFrame: boolean): number;
  /** Called for each error that is logged while decoding. */
  onError(message: string): void;
}

/** One decode by one ffmpeg process: the frames that it logs, in order, and their samples. */
export class DecodeRun implements AsyncDisposable {
  readonly #process: FfmpegProcess;
  readonly #log: FrameLog;
  readonly #frames: LoggedFrame[] = [];
  readonly #stall: StallWatch;
  #firstTicks: number | null = null;
  #current: LoggedFrame | null = null;
  #last: LoggedFrame | null = null;
  #wake: (() => void) | null = null;
  #finished = false;
  /** Unit of the frames' timestamps; `null` until the first frame was logged. */
  timeBase: Rational | null = null;
  /** The first error that was logged while decoding: the others may only follow from it. */
  firstError: string | null = null;
  /** The newest error that was logged. */
  lastError: string | null = null;
  readonly ended: Promise<ProcessEnd>;

  constructor(
    binary: FfmpegBinary,
    settings: DecodeSettings,
    { file, stallSeconds, onError, locate }: DecodeRunOptions,
  ) {
    this.#stall = new StallWatch({
      ...{ path: file, seconds: stallSeconds, position: () => this.#position },
      interrupt: () => this.kill(),
    });
    const listener = {
      onFrame: (frame: LoggedFrame) => {
        this.#frames.push(frame);
        this.#wake?.();
      },
      onTimeBase: (timeBase: Rational) => {
        this.timeBase ??= timeBase;
      },
      onError: (line: Parameters<typeof describeLogLine>[0], whileDecoding: boolean) => {
        this.lastError = describeLogLine(line);
        if (!whileDecoding) return;
        this.firstError ??= this.lastError;
        onError(this.lastError);
      },
    };
    const { features } = binary;
    this.#log = new FrameLog(listener, {
      selecting: settings.select !== null,
      colorLines: features.fullShowinfo,
      ...(locate && { locate }),
    });
    const args = decodeArguments(settings, features);
    this.#process = new FfmpegProcess(binary.path, args, line => {
      // Each packet is logged, and so is each frame.
      this.#stall.progress();
      this.#log.push(line);
    });
    this.ended = this.#process.ended;
    const finish = () => {
      this.#log.end();
      this.#finished = true;
      this.#wake?.();
    };
    this.ended.then(finish, finish);
  }

  /** Frames that have left the decoder so far. */
  get decoded(): number {
    return this.#log.decoded;
  }

  /** Waits for the next frame to be logged; `null` when the process has ended and there is none. */
  async next(): Promise<LoggedFrame | null> {
    while (this.#frames.length === 0 && !this.#finished) {
      const woken = new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      await this.#stall.wait(woken);
    }
    const frame = this.#frames.shift() ?? null;
    this.#firstTicks ??= frame?.ptsTicks ?? null;
    this.#current = frame;
    return frame;
  }

  /** How far the samples have come, in words. */
  get #position(): string {
    if (!this.#last) return 'before its first frame';
    const { ordinal, ptsTicks } = this.#last;
    const { numerator, denominator } = this.timeBase ?? { numerator: 0, denominator: 1 };
    const ticks = ptsTicks === null || this.#firstTicks === null ? null : ptsTicks - this.#firstTicks;
    const time = ticks === null ? '' : ` (${((ticks * numerator) / denominator).toFixed(3)} s)`;
    return `after frame ${ordinal}${time}`;
  }

  /** Fills `target` with the samples that come next. Returns whether there were enough. */
  async read(target: Uint8Array): Promise<boolean> {
    const complete = (await this.#stall.wait(this.#process.read(target))) === target.length;
    this.#stall.progress();
    if (complete) this.#last = this.#current;
    return complete;
  }

  kill(): void {
    this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
