import type { SieveEvent } from '../events.ts';
import { type Track, Tracker } from './track.ts';

/** Follows the events of several videos that are worked on at the same time. */
export class Tracks {
  readonly #now: () => number;
  readonly #trackers = new Map<string, Tracker>();

  /** @param now milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  follow(event: SieveEvent): void {
    if (event.type === 'log') return;
    if (event.type === 'end') {
      this.#trackers.delete(event.path);
      return;
    }
    const tracker = this.#trackers.get(event.path) ?? new Tracker(event.path, this.#now);
    this.#trackers.set(event.path, tracker);
    tracker.follow(event);
  }

  /** How far those are that are being worked on, in the order in which they were begun. */
  get running(): readonly Track[] {
    return [...this.#trackers.values()].map(({ track }) => track);
  }

  /** How far a video is. */
  track(path: string): Track | null {
    return this.#trackers.get(path)?.track ?? null;
  }
}
