import type { Rational } from '@framesieve/core';
import { type DecodeSettings, decodeArguments } from './decode-arguments.ts';
import { FfmpegProcess, type ProcessEnd } from './ffmpeg-process.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';
import { FrameLog, type LoggedFrame } from './frame-log.ts';
import { describeLogLine } from './log-line.ts';

/** One decode by one ffmpeg process: the frames that it logs, in order, and their samples. */
export class DecodeRun implements AsyncDisposable {
  readonly #process: FfmpegProcess;
  readonly #log: FrameLog;
  readonly #frames: LoggedFrame[] = [];
  #wake: (() => void) | null = null;
  #finished = false;
  /** Unit of the frames' timestamps; `null` until the first frame was logged. */
  timeBase: Rational | null = null;
  /** The newest error that was logged. */
  lastError: string | null = null;
  readonly ended: Promise<ProcessEnd>;

  /** @param onError is called for each error that is logged while decoding. */
  constructor(binary: FfmpegBinary, settings: DecodeSettings, onError: (message: string) => void) {
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
        if (whileDecoding) onError(this.lastError);
      },
    };
    const { features } = binary;
    const selecting = settings.ordinals !== null;
    this.#log = new FrameLog(listener, { selecting, colorLines: features.fullShowinfo });
    const args = decodeArguments(settings, features);
    this.#process = new FfmpegProcess(binary.path, args, line => this.#log.push(line));
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
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
    return this.#frames.shift() ?? null;
  }

  /** Fills `target` with the samples that come next. Returns whether there were enough. */
  async read(target: Uint8Array): Promise<boolean> {
    return (await this.#process.read(target)) === target.length;
  }

  kill(): void {
    this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
