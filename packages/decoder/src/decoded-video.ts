import {
  createSampler,
  type DecodeDescription,
  type DecodedFrame,
  type DecodedVideo,
  type DecodeIssue,
  type Frame,
  type FrameIndex,
  FrameSieveError,
  invalidArgument,
  messageOf,
  type ReadOptions,
  type Sampling,
  type StageContext,
  type VideoIdentity,
} from '@framesieve/core';
import type { Fingerprint } from './fingerprint.ts';
import { FrameBuilder, type FrameTest, type FrameTime } from './frame-builder.ts';
import { FrameClock } from './frame-clock.ts';
import { IssueLog } from './issue-log.ts';
import type { OpenedBackend } from './open-backend.ts';

/** What a decoded video is made of. */
export interface BackendVideoParts {
  readonly path: string;
  readonly identity: VideoIdentity;
  readonly backend: OpenedBackend;
  readonly fingerprint: Fingerprint;
  readonly context: StageContext;
}

interface RereadOptions {
  readonly index?: FrameIndex;
  readonly linear?: boolean;
}

/** A video over an opened backend: frames from the start, or chosen ones again. */
export class BackendVideo implements DecodedVideo {
  readonly path: string;
  readonly identity: VideoIdentity;
  readonly description: DecodeDescription;
  readonly warnings: readonly string[];
  readonly #parts: BackendVideoParts;
  readonly #active = new Set<AsyncGenerator<Frame>>();
  /** The pass that was begun to see whether the codec works; the first to read the video goes on with it. */
  #begun: Pick<OpenedBackend, 'firstFrame' | 'pass'> | null;
  #issues: IssueLog;
  #frameCount: number | null = null;
  #disposed = false;

  constructor(parts: BackendVideoParts) {
    const { backend, path, identity } = parts;
    const { stream, decoder, video, firstFrame } = backend;
    this.#parts = parts;
    this.#begun = backend;
    this.#issues = backend.issues;
    this.path = path;
    this.identity = identity;
    this.warnings = backend.warnings;
    this.description = {
      stream,
      container: video.container,
      decoder: { id: decoder.id, version: decoder.version },
      pixelPipeline: 'none',
      crop: null,
      startPts: this.#newClock().next(firstFrame.ptsTicks).ptsTicks,
    };
  }

  get issues(): readonly DecodeIssue[] {
    return this.#issues.issues;
  }

  get frameCount(): number | null {
    return this.#frameCount;
  }

  frames(sampling: Sampling): AsyncIterable<Frame> {
    return this.#start(this.#readAll(createSampler(sampling)));
  }

  framesAt(ordinals: readonly number[], options: RereadOptions = {}): AsyncIterable<Frame> {
    assertAscending(ordinals);
    return this.#start(this.#readChosen(ordinals, options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const ended = [...this.#active].map(frames => frames.return(undefined));
    await this.#dropBegun();
    await this.#parts.backend.video[Symbol.asyncDispose]();
    await Promise.allSettled(ended);
  }

  /** Keeps an iteration until it has ended, so that disposing of the video ends it; names what fails in it. */
  #start(frames: AsyncGenerator<Frame, void, undefined>): AsyncGenerator<Frame> {
    const { path, context } = this.#parts;
    const run = async function* (onEnd: () => void): AsyncGenerator<Frame, void, undefined> {
      try {
        yield* frames;
      } catch (error) {
        context.signal.throwIfAborted();
        throw FrameSieveError.from(error, {
          code: 'decode-failed',
          message: `Decoding "${path}" failed: ${messageOf(error)}`,
          hint: 'Try another decoder with --decoder.',
        });
      } finally {
        onEnd();
      }
    };
    const tracked = run(() => this.#active.delete(tracked));
    this.#active.add(tracked);
    return tracked;
  }

  async *#readAll(wanted: FrameTest): AsyncGenerator<Frame, void, undefined> {
    const clock = this.#newClock();
    const builder = this.#newBuilder();
    let count = 0;
    for await (const decoded of this.#wholePass()) {
      const frame = builder.build(decoded, count, clock.next(decoded.ptsTicks), wanted);
      count += 1;
      if (!frame) continue;
      try {
        yield frame;
      } finally {
        frame.endLease();
      }
    }
    if (!this.#disposed) this.#frameCount = count;
  }

  async *#readChosen(
    ordinals: readonly number[],
    options: RereadOptions,
  ): AsyncGenerator<Frame, void, undefined> {
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
    const { video } = this.#parts.backend;
    const builder = this.#newBuilder();
    const expected = [...ordinals];
    const read = { ...this.#readOptions(new IssueLog()), ...options };
    for await (const decoded of video.framesAt(ordinals, read)) {
      const time = timeOf(decoded, options.index);
      if (!time) {
        decoded.buffer.release();
        return expected;
      }
      const frame = builder.build(decoded, expected.shift() ?? null, time, () => true)!;
      try {
        yield frame;
      } finally {
        frame.endLease();
      }
    }
    return [];
  }

  async *#wholePass(): AsyncGenerator<DecodedFrame, void, undefined> {
    const { video } = this.#parts.backend;
    const begun = this.#begun;
    this.#begun = null;
    if (!begun) {
      this.#issues = new IssueLog();
      yield* video.frames(this.#readOptions(this.#issues));
      return;
    }
    try {
      yield begun.firstFrame;
      for (let next = await begun.pass.next(); !next.done; next = await begun.pass.next()) yield next.value;
    } finally {
      await begun.pass.return?.();
    }
  }

  async #dropBegun(): Promise<void> {
    const begun = this.#begun;
    this.#begun = null;
    begun?.firstFrame.buffer.release();
    await begun?.pass.return?.();
  }

  #readOptions(issues: IssueLog): ReadOptions {
    const { backend, context } = this.#parts;
    return {
      stream: backend.stream.index,
      frames: context.frames,
      signal: context.signal,
      report: issues.add,
    };
  }

  #newClock(): FrameClock {
    const { timeBase, frameRate } = this.#parts.backend.stream;
    return new FrameClock(timeBase, frameRate);
  }

  #newBuilder(): FrameBuilder {
    const { backend, fingerprint } = this.#parts;
    const { startPts, decoder } = this.description;
    return new FrameBuilder({
      decoder: decoder.id,
      startPts,
      timeBase: backend.stream.timeBase,
      fingerprint,
    });
  }
}

function timeOf({ ptsTicks, ordinal }: DecodedFrame, index: FrameIndex | undefined): FrameTime | null {
  if (ptsTicks !== null) return { ptsTicks, ptsSource: 'container' };
  const stored = index?.ptsTicks[ordinal];
  return stored === undefined ? null : { ptsTicks: stored, ptsSource: 'estimated' };
}

function assertAscending(ordinals: readonly number[]): void {
  const misplaced = ordinals.findIndex(
    (ordinal, i) => !Number.isSafeInteger(ordinal) || ordinal < 0 || ordinal <= (ordinals[i - 1] ?? -1),
  );
  if (misplaced >= 0) {
    throw invalidArgument(
      'ordinals',
      'frame numbers in ascending order, without repeats',
      ordinals[misplaced],
    );
  }
}
