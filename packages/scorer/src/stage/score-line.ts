import type {
  RgbConverter,
  ScoredFrame,
  Scorer,
  ScorerContext,
  ScoreTask,
  StageContext,
} from '@framesieve/core';
import { type FramePlan, isPlanFor, planFrames } from './frame-plan.ts';
import { Lane } from './lane.ts';
import { PendingFrame } from './pending-frame.ts';
import { Pictures } from './pictures.ts';
import { scoreFrames } from './score-frames.ts';

/** What a line is made of. */
export interface ScoreLineOptions {
  readonly scorers: readonly Scorer[];
  readonly rgb: RgbConverter;
  /** Most frames in one call; `null` leaves it to the scorers. */
  readonly batchSize: number | null;
  readonly context: StageContext;
}

/**
 * The work of the score stage: pulls tasks, keeps every metric's calls going, and gives frames out in the order in which
 * they came.
 *
 * A frame is retained as soon as it is pulled, since the next pull ends its lease, and released as soon as all its metrics
 * have scored it. Each metric has a lane of its own, so that a slow one keeps no other waiting while there is room for
 * frames. When no more frames may be held, calls take what there is: nothing ever waits for itself.
 */
export class ScoreLine {
  readonly #source: AsyncIterator<ScoreTask>;
  readonly #options: ScoreLineOptions;
  readonly #metrics: readonly string[];
  readonly #lanes: readonly Lane[];
  readonly #pictures: Pictures;
  readonly #context: ScorerContext;
  readonly #signal: AbortSignal;
  readonly #wake = () => this.#onChange?.();
  /** Frames that have not been given out, in order. */
  readonly #line: PendingFrame[] = [];
  readonly #calls = new Set<Promise<void>>();
  #pull: Promise<void> | null = null;
  #plan: FramePlan | null = null;
  #held = 0;
  #ended = false;
  #failure: { readonly error: unknown } | null = null;
  #onChange: (() => void) | null = null;

  constructor(tasks: AsyncIterable<ScoreTask>, options: ScoreLineOptions) {
    const { scorers, rgb, context } = options;
    this.#source = tasks[Symbol.asyncIterator]();
    this.#options = options;
    this.#metrics = scorers.map(({ metric }) => metric.id);
    this.#lanes = scorers.map((scorer, i) => new Lane(scorer, i));
    this.#pictures = new Pictures(rgb);
    this.#signal = context.signal;
    this.#context = { signal: context.signal, logger: context.logger, rgb: this.#pictures.of };
    this.#signal.addEventListener('abort', this.#wake);
  }

  /**
   * The next frame with its scores; `null` at the end.
   *
   * @throws what the metric threw that failed on this frame, or the source behind the last one; the signal's reason when
   *   aborted.
   */
  async next(): Promise<ScoredFrame | null> {
    while (true) {
      this.#signal.throwIfAborted();
      const [first] = this.#line;
      if (first?.failure) throw first.failure.error;
      if (first?.isScored) {
        this.#line.shift();
        this.#proceed();
        return first.toScored();
      }
      if (!first && this.#ended && !this.#pull) {
        if (this.#failure) throw this.#failure.error;
        return null;
      }
      const change = new Promise<void>(resolve => (this.#onChange = resolve));
      this.#proceed();
      await change;
    }
  }

  /** Frees everything, once the calls that run have ended. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#wake);
    this.#ended = true;
    for (const lane of this.#lanes) lane.drop();
    for (const frame of this.#line) if (frame.calls === 0) frame.release();
    await Promise.all([...this.#calls, this.#pull]);
    for (const frame of this.#line) frame.release();
    await this.#source.return?.();
  }

  /** Starts what can be started. Decoding goes first: it runs elsewhere, and calls may begin with work in this thread. */
  #proceed(): void {
    if (this.#signal.aborted) return;
    const mayPull = !this.#ended && this.#hasRoom();
    if (mayPull) this.#pull ??= this.#pullNext();
    for (const lane of this.#lanes) {
      const isLast = () => this.#ended || (!mayPull && !this.#pull && this.#calls.size === 0);
      for (let frames = lane.take(isLast()); frames.length > 0; frames = lane.take(isLast()))
        this.#start(lane, frames);
    }
  }

  #hasRoom(): boolean {
    const mostHeld = this.#plan?.mostHeld ?? 1;
    return this.#held <= mostHeld && this.#line.length <= 2 * mostHeld;
  }

  async #pullNext(): Promise<void> {
    try {
      const { value: task, done } = await this.#source.next();
      if (done) this.#ended = true;
      else await this.#admit(task);
    } catch (error) {
      this.#ended = true;
      this.#failure = { error };
    }
    this.#pull = null;
    this.#proceed();
    this.#wake();
  }

  async #admit(task: ScoreTask): Promise<void> {
    const { frame } = task;
    if (this.#ended) return;
    frame.retain();
    this.#held += 1;
    const release = () => {
      this.#held -= 1;
      this.#pictures.forget(frame);
      frame.release();
    };
    try {
      const { scorers, batchSize, context } = this.#options;
      if (!this.#plan || !isPlanFor(this.#plan, frame))
        this.#plan = await planFrames(frame, scorers, batchSize, context.frames);
    } catch (error) {
      release();
      throw error;
    }
    if (this.#ended) return release();
    const pending = new PendingFrame(task, this.#metrics, this.#plan, release);
    this.#line.push(pending);
    for (const lane of this.#lanes) if (pending.metrics.includes(lane.scorer.metric.id)) lane.add(pending);
    if (pending.isScored) pending.release();
  }

  #start(lane: Lane, frames: readonly PendingFrame[]): void {
    lane.running += 1;
    for (const frame of frames) frame.calls += 1;
    const call = this.#score(lane, frames).finally(() => {
      lane.running -= 1;
      this.#calls.delete(call);
      for (const frame of frames) {
        frame.calls -= 1;
        if (frame.calls === 0 && (frame.failure || frame.isScored)) frame.release();
      }
      this.#proceed();
      this.#wake();
    });
    this.#calls.add(call);
  }

  async #score({ scorer }: Lane, frames: readonly PendingFrame[]): Promise<void> {
    try {
      const given = frames.map(({ task }) => task.frame);
      const scores = await scoreFrames(scorer, given, this.#context);
      for (const [i, frame] of frames.entries()) frame.setScore(scorer.metric.id, scores[i]!);
    } catch (error) {
      this.#fail(frames, { error });
    }
  }

  /** What came before is scored still, what comes behind is not wanted any more. */
  #fail(frames: readonly PendingFrame[], failure: { readonly error: unknown }): void {
    this.#ended = true;
    for (const frame of frames) frame.failure ??= failure;
    const from = this.#line.indexOf(frames[0]!);
    const before = new Set(this.#line.slice(0, from));
    for (const lane of this.#lanes) lane.drop(frame => before.has(frame));
    for (const frame of this.#line.slice(from)) if (frame.calls === 0) frame.release();
  }
}
