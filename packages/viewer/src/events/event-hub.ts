import type { ViewerEvent } from '../api/events.ts';

/** Passes events on to every page that listens. */
export class EventHub {
  readonly #listeners = new Set<(event: ViewerEvent) => void>();
  readonly #onChange: () => void;

  /** @param onChange called when somebody begins or ends to listen. */
  constructor(onChange: () => void = () => {}) {
    this.#onChange = onChange;
  }

  /** Whether anybody listens. */
  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  /** Tells everybody who listens. */
  tell(event: ViewerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Listens until the signal aborts. */
  listen(listener: (event: ViewerEvent) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => {
      this.#listeners.delete(listener);
      this.#onChange();
    });
    this.#onChange();
  }
}
