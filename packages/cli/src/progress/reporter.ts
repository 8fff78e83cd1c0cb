import type { SieveEvent } from '../events.ts';

/** Shows a person what goes on. Everything goes to stderr: stdout is for results. */
export interface Reporter {
  onEvent(event: SieveEvent): void;
  /** Leaves the terminal as it should be; nothing is shown after it. */
  close(): void;
}

/** How much a person wants to be told. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';
