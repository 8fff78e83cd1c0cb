import type { FrameScore, ScoredFrame, ScoreTask } from '@framesieve/core';
import type { FramePlan } from './frame-plan.ts';

/** A frame on its way through the stage; it is retained until all its metrics have scored it. */
export class PendingFrame {
  readonly task: ScoreTask;
  readonly plan: FramePlan;
  /** Ids of the metrics that it needs. */
  readonly metrics: readonly string[];
  /** Why there are no scores. */
  failure: { readonly error: unknown } | null = null;
  /** Calls that have it right now: it can't be released before they end. */
  calls = 0;
  readonly #scores = new Map<string, FrameScore>();
  readonly #release: () => void;
  #released = false;

  /**
   * @param metrics ids of the stage's metrics; of these it needs those that the task names.
   * @param release called once, when the frame is needed no more.
   */
  constructor(task: ScoreTask, metrics: readonly string[], plan: FramePlan, release: () => void) {
    this.task = task;
    this.plan = plan;
    this.metrics = metrics.filter(id => task.metrics.includes(id));
    this.#release = release;
  }

  /** Whether it has the score of every metric that it needs. */
  get isScored(): boolean {
    return this.#scores.size === this.metrics.length;
  }

  setScore(metric: string, score: FrameScore): void {
    this.#scores.set(metric, score);
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#release();
  }

  /** Its scores, in the order of the stage's metrics. */
  toScored(): ScoredFrame {
    const scores = new Map<string, FrameScore>();
    for (const metric of this.metrics) scores.set(metric, this.#scores.get(metric)!);
    return { record: this.task.frame.record, scores };
  }
}
