import { basename } from 'node:path';
import { counted } from '../counted.ts';
import type { SieveEvent } from '../events.ts';
import { printable } from '../printable.ts';
import type { Reporter, Verbosity } from './reporter.ts';
import { describeTrack, Tracker } from './track.ts';

const secondsBetweenLines = 5;

/** Plain lines, for logs and pipes: one when a video begins, then one every few seconds. */
export class LineReporter implements Reporter {
  readonly #write: (text: string) => void;
  readonly #verbosity: Verbosity;
  readonly #tracker = new Tracker();
  #lastLine = performance.now();

  constructor(write: (text: string) => void, verbosity: Verbosity) {
    this.#write = write;
    this.#verbosity = verbosity;
  }

  onEvent(event: SieveEvent): void {
    this.#tracker.follow(event);
    const failure = describeFailure(event);
    if (failure !== null) this.#line(failure);
    if (this.#verbosity === 'quiet') return;
    if (event.type === 'progress') {
      if (performance.now() - this.#lastLine < secondsBetweenLines * 1000) return;
      this.#line(`${event.path}: ${describeTrack(this.#tracker.track)}`);
      return;
    }
    const line = describeEvent(event, this.#verbosity);
    if (line !== null) this.#line(line);
  }

  close(): void {}

  #line(text: string): void {
    this.#lastLine = performance.now();
    this.#write(`${printable(text)}\n`);
  }
}

/** The line that an event is worth; `null` for none. */
export function describeEvent(event: SieveEvent, verbosity: Verbosity): string | null {
  switch (event.type) {
    case 'begin':
      return event.total > 1 ? `[${event.index + 1}/${event.total}] ${event.path}` : null;
    case 'analyze': {
      const reused = event.reused > 0 ? `, ${counted(event.reused, 'frame')} scored already` : '';
      return `${event.path}: scoring with ${event.metrics.join(', ')}, decoding with ${event.decoder}${reused}`;
    }
    case 'select':
      return `${event.path}: ${counted(event.picks, 'frame')} picked`;
    case 'log':
      return event.level === 'debug' && verbosity !== 'verbose' ? null : event.message;
    default:
      return null;
  }
}

/** What failed on a video and what to do, for every verbosity; `null` for other events. */
export function describeFailure(event: SieveEvent): string | null {
  if (event.type !== 'end' || event.report.error === null || event.report.error.code === 'interrupted')
    return null;
  const { message, hint } = event.report.error;
  const named = message.includes(basename(event.path)) ? message : `${event.path}: ${message}`;
  return hint === null ? `framesieve: ${named}` : `framesieve: ${named}\n  ${hint}`;
}
