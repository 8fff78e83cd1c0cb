import type { Scorer } from '@framesieve/core';
import type { PendingFrame } from './pending-frame.ts';
import { sameSize } from './same-size.ts';

/** The frames that wait for one metric, in order, and how many of its calls are running. */
export class Lane {
  readonly scorer: Scorer;
  /** Calls that are running. */
  running = 0;
  readonly #index: number;
  #waiting: PendingFrame[] = [];

  /** @param index position of the scorer among those of the stage. */
  constructor(scorer: Scorer, index: number) {
    this.scorer = scorer;
    this.#index = index;
  }

  add(frame: PendingFrame): void {
    this.#waiting.push(frame);
  }

  /**
   * Takes the frames of the next call: as many of one size as a call had best take.
   *
   * @param isLast whether to take fewer rather than to wait for more.
   * @returns none when no call may start, or more frames are to be waited for.
   */
  take(isLast: boolean): readonly PendingFrame[] {
    const [first] = this.#waiting;
    if (!first || this.running >= (this.scorer.concurrency ?? 1)) return [];
    const most = first.plan.callSizes[this.#index]!;
    const other = this.#waiting.findIndex(({ task }) => !sameSize(task.frame, first.task.frame));
    const alike = other === -1 ? this.#waiting.length : other;
    if (alike < most && other === -1 && !isLast) return [];
    return this.#waiting.splice(0, Math.min(alike, most));
  }

  /** Drops the frames that wait, or those for which `keep` is false. */
  drop(keep: (frame: PendingFrame) => boolean = () => false): void {
    this.#waiting = this.#waiting.filter(keep);
  }
}
