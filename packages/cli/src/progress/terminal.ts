import { createLogUpdate } from 'log-update';
import type { SieveEvent } from '../events.ts';
import { printable } from '../printable.ts';
import { describeEvent, describeFailure } from './lines.ts';
import type { Reporter, Verbosity } from './reporter.ts';
import { describeTrack, type Track, Tracker } from './track.ts';

const barWidth = 24;
const millisecondsBetweenFrames = 100;

/** A progress bar that is drawn over itself. */
export class TerminalReporter implements Reporter {
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #stream: NodeJS.WriteStream;
  readonly #verbosity: Verbosity;
  readonly #tracker = new Tracker();
  #lastDrawn = 0;

  constructor(stream: NodeJS.WriteStream, verbosity: Verbosity) {
    this.#stream = stream;
    this.#verbosity = verbosity;
    this.#update = createLogUpdate(stream, { showCursor: true });
  }

  onEvent(event: SieveEvent): void {
    this.#tracker.follow(event);
    if (event.type === 'progress') {
      const now = performance.now();
      if (now - this.#lastDrawn < millisecondsBetweenFrames) return;
      this.#lastDrawn = now;
      this.#update(drawBar(this.#tracker.track));
    } else if (event.type === 'still') {
      this.#update(`writing stills ${event.done}/${event.total}`);
    } else {
      const line = describeFailure(event) ?? describeEvent(event, this.#verbosity);
      if (event.type === 'end') this.#update.clear();
      if (line === null) return;
      this.#update.clear();
      this.#stream.write(`${printable(line)}\n`);
    }
  }

  close(): void {
    this.#update.clear();
  }
}

/** A bar with figures; without a known total it has no length to show. */
export function drawBar(track: Track): string {
  const { position, expected } = track;
  if (expected === null || expected === 0) return `  ${describeTrack(track)}`;
  const filled = Math.round((barWidth * position) / expected);
  return `  ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${describeTrack(track)}`;
}
