import type { DecodeIssue } from '@framesieve/core';

const maximumIssues = 100;

/**
 * Damage met in one pass over a video, one issue for each frame: the first that was said of it. The first hundred in words,
 * the rest as a number.
 */
export class IssueLog {
  readonly #issues: DecodeIssue[] = [];
  readonly #ordinals = new Set<number>();
  #omitted = 0;

  readonly add = (issue: DecodeIssue): void => {
    const { ordinal } = issue;
    if (ordinal !== null) {
      if (this.#ordinals.has(ordinal)) return;
      this.#ordinals.add(ordinal);
    }
    if (this.#issues.length < maximumIssues) this.#issues.push(issue);
    else this.#omitted += 1;
  };

  /** Adds what is known at the end of the pass, in place of what was said of the same frame: it explains that. */
  readonly conclude = (issue: DecodeIssue): void => {
    const at = this.#issues.findIndex(({ ordinal }) => ordinal !== null && ordinal === issue.ordinal);
    if (at >= 0) this.#issues[at] = issue;
    else this.add(issue);
  };

  get issues(): readonly DecodeIssue[] {
    if (this.#omitted === 0) return this.#issues;
    const message = `${this.#omitted} more problems like these.`;
    return [...this.#issues, { ordinal: null, message, count: this.#omitted }];
  }
}
