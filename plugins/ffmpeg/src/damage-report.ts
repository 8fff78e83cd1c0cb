import type { DecodeIssue } from '@framesieve/core';

/** Most issues that one pass over a video reports one by one; a badly damaged file has thousands. */
const maxIssues = 20;

/** Passes damage on, up to a cap, and sums up what is beyond it. */
export class DamageReport {
  readonly #report: (issue: DecodeIssue) => void;
  #count = 0;

  constructor(report: (issue: DecodeIssue) => void) {
    this.#report = report;
  }

  add(ordinal: number | null, message: string): void {
    this.#count += 1;
    if (this.#count <= maxIssues) this.#report({ ordinal, message });
  }

  /** To be called at the end of the pass. */
  end(): void {
    const more = this.#count - maxIssues;
    if (more > 0) this.#report({ ordinal: null, message: `${more} more reports of damage like these.` });
  }
}
