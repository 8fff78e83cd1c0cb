import {
  createSampler,
  type DecodeDescription,
  type DecodedVideo,
  type DecodeIssue,
  type Frame,
  type FrameIndex,
  formatPipeline,
  type Recording,
  type Sampling,
  type StageContext,
  type VideoIdentity,
} from '@framesieve/core';
import type { ArmedPixels } from './arm-pixels.ts';
import type { IssueLog } from './backend/issue-log.ts';
import { lookAhead } from './backend/look-ahead.ts';
import { namedFailures } from './backend/named-failures.ts';
import type { OpenedBackend } from './backend/open-backend.ts';
import { PassControl } from './backend/pass-control.ts';
import { PassNotes } from './backend/pass-notes.ts';
import { assertAscending, rereadOrdinals, timeOf, untilTicks } from './backend/reading-range.ts';
import { type BegunPass, wholePass } from './backend/whole-pass.ts';
import { deinterlacedFrames } from './deinterlace/deinterlaced-frames.ts';
import { FrameBuilder, type FrameTest } from './frame/frame-builder.ts';
import { FrameClock } from './frame/frame-clock.ts';
import type { PendingFrame } from './frame/pending-frame.ts';
import type { FrameThread } from './frame-thread/frame-thread.ts';
import { cutOff } from './input/missing-bytes.ts';
import { readRecording } from './input/read-recording.ts';

/** What a decoded video is made of. */
export interface BackendVideoParts {
  readonly path: string;
  readonly identity: VideoIdentity;
  /** See the function of this name. */
  readonly missingBytes: number;
  readonly backend: OpenedBackend;
  readonly pixels: ArmedPixels;
  /** What measures and deinterlaces the frames. */
  readonly thread: FrameThread;
  readonly context: StageContext;
  /** Called when the thread is no longer needed. */
  giveBack(): Promise<void>;
}

interface RereadOptions {
  readonly index?: FrameIndex;
  readonly linear?: boolean;
}

type Frames = AsyncGenerator<Frame, void, undefined>;

/** Frames that are decoded while one is in use: enough for all parts to work at the same time. */
const framesAhead = 2;

/** A video over an opened backend: frames from the start, or chosen ones again. */
export class BackendVideo implements DecodedVideo {
  readonly path: string;
  readonly identity: VideoIdentity;
  readonly description: DecodeDescription;
  readonly recording: Recording;
  readonly #parts: BackendVideoParts;
  readonly #thread: FrameThread;
  readonly #warnings: string[];
  readonly #active = new Set<AsyncGenerator<Frame>>();
  readonly #passes = new Set<PassControl>();
  /** The pass that was begun to see whether the codec works; the first to read the video goes on with it. */
  #begun: (BegunPass & Pick<OpenedBackend, 'control'>) | null;
  #issues: IssueLog;
  #frameCount: number | null = null;
  #disposed = false;

  constructor(parts: BackendVideoParts) {
    const { backend, pixels, path, identity } = parts;
    const { stream, decoder, video, firstFrame } = backend;
    this.#parts = parts;
    this.#thread = parts.thread;
    this.#begun = backend;
    this.#issues = backend.control.issues;
    this.#warnings = [...backend.warnings];
    this.path = path;
    this.identity = identity;
    this.recording = readRecording(video.tags ?? {}, stream.index);
    this.description = {
      stream,
      container: video.container,
      decoder: { id: decoder.id, version: decoder.version },
      pixelPipeline: formatPipeline(pixels.pipeline),
      crop: pixels.crop,
      startPts: this.#newClock().next(firstFrame.ptsTicks).ptsTicks,
    };
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  get issues(): readonly DecodeIssue[] {
    return this.#issues.issues;
  }

  get frameCount(): number | null {
    return this.#frameCount;
  }

  frames(sampling: Sampling): AsyncIterable<Frame> {
    const { startPts, stream } = this.description;
    const until = untilTicks(sampling, startPts, stream.timeBase);
    return this.#start(this.#readAll(createSampler(sampling), until));
  }

  framesAt(ordinals: readonly number[], options: RereadOptions = {}): AsyncIterable<Frame> {
    assertAscending(ordinals);
    return this.#start(this.#readChosen(ordinals, options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const ended = Promise.allSettled([...this.#active].map(frames => frames.return(undefined)));
    for (const pass of this.#passes) pass.leave();
    try {
      await this.#dropBegun();
      await this.#parts.backend.video[Symbol.asyncDispose]();
    } finally {
      await ended;
      await this.#parts.giveBack();
    }
  }

  /** Keeps an iteration until it has ended, so that disposing of the video ends it; names what fails in it. */
  #start(frames: Frames): AsyncGenerator<Frame> {
    const { path, context } = this.#parts;
    const { signal } = context;
    const isDisposed = () => this.#disposed;
    const onEnd = () => this.#active.delete(tracked);
    const tracked = namedFailures(frames, { path, signal, isDisposed, onEnd });
    this.#active.add(tracked);
    return tracked;
  }

  async *#readAll(wanted: FrameTest, until?: number): Frames {
    const { settings, pipeline } = this.#parts.pixels;
    const begun = this.#begun;
    this.#begun = null;
    const control = begun?.control ?? this.#newControl();
    control.untilTicks = until;
    this.#issues = control.issues;
    const notes = new PassNotes(settings, pipeline, this.#warnings);
    const clock = this.#newClock();
    let count = 0;
    const source = wholePass(this.#parts.backend.video, control, begun);
    yield* this.#deliver(control, async function* (builder) {
      for await (const decoded of source) {
        notes.add(decoded);
        yield builder.begin(decoded, count++, clock.next(decoded.ptsTicks), wanted);
      }
    });
    if (this.#disposed) return;
    notes.finish();
    if (control.endedEarly) return;
    this.#frameCount = count;
    const missing = this.#parts.missingBytes;
    if (missing > 0) control.issues.conclude({ ordinal: count, message: cutOff(missing) });
  }

  async *#readChosen(ordinals: readonly number[], options: RereadOptions): Frames {
    await this.#dropBegun();
    const untimed = yield* this.#readDirectly(ordinals, options);
    if (untimed.length === 0) return;
    // An estimated timestamp counts on all frames before it, so those have to be read too.
    const wanted = new Set(untimed);
    for await (const frame of this.#readAll(({ ordinal }) => wanted.has(ordinal))) {
      yield frame;
      if (frame.record.ordinal === untimed.at(-1)) return;
    }
  }

  /** @returns the ordinals from the first one on whose timestamp is neither in the file nor in the index. */
  async *#readDirectly(
    ordinals: readonly number[],
    options: RereadOptions,
  ): AsyncGenerator<Frame, readonly number[], undefined> {
    const { backend, pixels } = this.#parts;
    const control = this.#newControl();
    const wanted = new Set(ordinals);
    const expected = rereadOrdinals(ordinals, pixels.pipeline.deinterlace !== null);
    const frames = backend.video.framesAt([...expected], control.readOptions(options));
    let untimed = Number.POSITIVE_INFINITY;
    yield* this.#deliver(control, async function* (builder) {
      for await (const decoded of frames) {
        const { ordinal } = decoded;
        const time = timeOf(decoded, options.index);
        const isUntimed = time === null && wanted.has(ordinal);
        if (isUntimed) untimed = ordinal;
        yield builder.begin(decoded, expected.shift() ?? null, time, () => wanted.has(ordinal));
        // The frame before it may have needed it as its neighbour; it has it now.
        if (isUntimed) return;
      }
    });
    return ordinals.filter(ordinal => ordinal >= untimed);
  }

  /** Gives out the wanted ones of the frames of a pass, while those behind them are decoded and measured. */
  async *#deliver(
    control: PassControl,
    begin: (builder: FrameBuilder) => AsyncGenerator<PendingFrame, void, undefined>,
  ): Frames {
    const thread = this.#thread;
    const pass = thread.beginPass();
    this.#passes.add(control);
    const ahead = lookAhead(this.#deinterlace(begin(this.#newBuilder(pass)), control), {
      depth: framesAhead,
      leave: () => control.leave(),
      discard: frame => frame.drop(),
    });
    try {
      for await (const pending of ahead) {
        if (!pending.wanted) {
          await pending.drop();
          continue;
        }
        const frame = await pending.finish();
        try {
          yield frame;
        } finally {
          frame.endLease();
        }
        this.#parts.context.signal.throwIfAborted();
      }
    } finally {
      this.#passes.delete(control);
      thread.endPass(pass);
    }
  }

  #deinterlace(
    frames: AsyncGenerator<PendingFrame, void, undefined>,
    { signal }: PassControl,
  ): AsyncGenerator<PendingFrame, void, undefined> {
    const { pixels, context } = this.#parts;
    const { deinterlace } = pixels.pipeline;
    if (deinterlace === null) return frames;
    const all = deinterlace === 'bwdif-all';
    return deinterlacedFrames(frames, { all, thread: this.#thread, frames: context.frames, signal });
  }

  async #dropBegun(): Promise<void> {
    const begun = this.#begun;
    this.#begun = null;
    begun?.firstFrame.buffer.release();
    await begun?.pass.return?.();
  }

  #newControl(): PassControl {
    const { backend, context } = this.#parts;
    const { frames, signal } = context;
    return new PassControl({ stream: backend.stream.index, frames, signal });
  }

  #newClock(): FrameClock {
    const { timeBase, frameRate } = this.#parts.backend.stream;
    return new FrameClock(timeBase, frameRate);
  }

  #newBuilder(pass: number): FrameBuilder {
    const { backend, pixels } = this.#parts;
    const { startPts, decoder } = this.description;
    return new FrameBuilder({
      decoder: decoder.id,
      startPts,
      timeBase: backend.stream.timeBase,
      thread: this.#thread,
      pass,
      rendering: pixels.rendering,
    });
  }
}
