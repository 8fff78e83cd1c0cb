import type { DecodeIssue, FrameAllocator, FrameIndex, ReadOptions } from '@framesieve/core';
import { IssueLog } from './issue-log.ts';

/** What one pass over a stream reads with. */
export interface PassSurroundings {
  /** `index` of the stream. */
  readonly stream: number;
  readonly frames: FrameAllocator;
  readonly signal: AbortSignal;
}

/** One pass of a backend over a stream: it can be ended at any moment, and knows the damage that was met. */
export class PassControl {
  readonly issues = new IssueLog();
  /** Aborts with the surroundings' signal, and when the pass is left. */
  readonly signal: AbortSignal;
  /** See {@link ReadOptions}; it may be set when frames have come already. */
  untilTicks: number | undefined;
  readonly #surroundings: PassSurroundings;
  readonly #leaving = new AbortController();
  #endedEarly = false;

  constructor(surroundings: PassSurroundings) {
    this.#surroundings = surroundings;
    this.signal = AbortSignal.any([surroundings.signal, this.#leaving.signal]);
  }

  /** Whether the backend said that it left out the rest of the stream. */
  get endedEarly(): boolean {
    return this.#endedEarly;
  }

  /** Ends the backend's iteration, whatever it waits for. */
  leave(): void {
    this.#leaving.abort(new Error('The frames are no longer wanted.'));
  }

  /** What the backend gets. */
  readOptions(how: { readonly index?: FrameIndex; readonly linear?: boolean } = {}): ReadOptions {
    const { stream, frames } = this.#surroundings;
    const untilTicks = () => this.untilTicks;
    return {
      ...how,
      stream,
      frames,
      signal: this.signal,
      report: (issue: DecodeIssue) => this.issues.add(issue),
      get untilTicks() {
        return untilTicks();
      },
      endedEarly: () => {
        this.#endedEarly = true;
      },
    };
  }
}
