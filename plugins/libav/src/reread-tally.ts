import type { ReadProgress } from './read-progress.ts';

/** What reading frames again took. */
export class RereadTally {
  readonly #decodes: ReadProgress[] = [];
  /** Frames between those decoded that were not, since no other refers to them. */
  passed = 0;

  /** Counts what a decoder does from now on. */
  follow(progress: ReadProgress): void {
    this.#decodes.push(progress);
  }

  /** Frames that decoders were given. */
  get decoded(): number {
    return this.#decodes.reduce((sum, { packets }) => sum + packets, 0);
  }
}
