import type { DecodeIssue } from '@framesieve/core';

const maximumIssues = 100;

/** Damage met in one pass over a video; the first hundred in words, the rest as a number. */
export class IssueLog {
  readonly #issues: DecodeIssue[] = [];
  #omitted = 0;

  readonly add = (issue: DecodeIssue): void => {
    if (this.#issues.length < maximumIssues) this.#issues.push(issue);
    else this.#omitted += 1;
  };

  get issues(): readonly DecodeIssue[] {
    if (this.#omitted === 0) return this.#issues;
    return [...this.#issues, { ordinal: null, message: `${this.#omitted} more problems like these.` }];
  }
}
