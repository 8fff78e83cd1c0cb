import { basename } from 'node:path';
import { counted } from '../counted.ts';
import type { SieveEvent } from '../events.ts';
import { printable } from '../printable.ts';
import type { Reporter, Verbosity } from './reporter.ts';
import { describeTrack } from './track.ts';
import { Tracks } from './tracks.ts';

const secondsBetweenLines = 5;

/** Plain lines, for logs and pipes: one when a video begins, then one of each every few seconds. */
export class LineReporter implements Reporter {
  readonly #write: (text: string) => void;
  readonly #verbosity: Verbosity;
  readonly #tracks = new Tracks();
  /** When there was a line of a video last. */
  readonly #lastLines = new Map<string | null, number>();

  constructor(write: (text: string) => void, verbosity: Verbosity) {
    this.#write = write;
    this.#verbosity = verbosity;
  }

  onEvent(event: SieveEvent): void {
    this.#tracks.follow(event);
    if (event.type === 'begin') this.#lastLines.set(event.path, performance.now());
    if (event.type === 'end') this.#lastLines.delete(event.path);
    const failure = describeFailure(event);
    if (failure !== null) this.#write(`${printable(failure)}\n`);
    if (this.#verbosity === 'quiet') return;
    if (event.type === 'progress' || event.type === 'refining') {
      const track = this.#tracks.track(event.path);
      const last = this.#lastLines.get(event.path) ?? 0;
      if (!track || performance.now() - last < secondsBetweenLines * 1000) return;
      this.#line(event.path, `${event.path}: ${describeTrack(track)}`);
      return;
    }
    const line = describeEvent(event, this.#verbosity);
    if (line !== null) this.#line(event.path, line);
  }

  close(): void {}

  #line(path: string | null, text: string): void {
    this.#lastLines.set(path, performance.now());
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
    case 'refine': {
      const reused = event.reused > 0 ? `, ${event.reused} of them scored already` : '';
      return `${event.path}: refining ${counted(event.candidates, 'frame')} with ${event.metric}${reused}`;
    }
    case 'select':
      return `${event.path}: ${counted(event.picks, 'frame')} picked`;
    case 'log':
      if (event.level === 'debug' && verbosity !== 'verbose') return null;
      return event.path === null ? event.message : `${event.path}: ${event.message}`;
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
