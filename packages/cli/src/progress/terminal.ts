import { basename } from 'node:path';
import { createLogUpdate } from 'log-update';
import type { SieveEvent } from '../events.ts';
import { printable } from '../printable.ts';
import { describeEvent, describeFailure } from './lines.ts';
import type { Reporter, Verbosity } from './reporter.ts';
import { describeTrack, type Track } from './track.ts';
import { Tracks } from './tracks.ts';

const barWidth = 24;
const nameWidth = 24;
const millisecondsBetweenFrames = 100;

/** A progress bar for each video that is being worked on, drawn over themselves. */
export class TerminalReporter implements Reporter {
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #stream: NodeJS.WriteStream;
  readonly #verbosity: Verbosity;
  readonly #tracks = new Tracks();
  #lastDrawn = 0;

  constructor(stream: NodeJS.WriteStream, verbosity: Verbosity) {
    this.#stream = stream;
    this.#verbosity = verbosity;
    this.#update = createLogUpdate(stream, { showCursor: true });
  }

  onEvent(event: SieveEvent): void {
    this.#tracks.follow(event);
    if (event.type === 'progress' || event.type === 'refining' || event.type === 'still') {
      const now = performance.now();
      if (now - this.#lastDrawn >= millisecondsBetweenFrames) this.#draw(now);
      return;
    }
    const line = describeFailure(event) ?? describeEvent(event, this.#verbosity);
    if (line === null && event.type !== 'end') return;
    this.#update.clear();
    if (line !== null) this.#stream.write(`${printable(line)}\n`);
    this.#draw(performance.now());
  }

  close(): void {
    this.#update.clear();
  }

  #draw(now: number): void {
    this.#lastDrawn = now;
    const text = drawTracks(this.#tracks.running);
    // An empty text would still take a line.
    if (text === '') this.#update.clear();
    else this.#update(printable(text));
  }
}

/** The videos that have come so far that there is something to show, a line each; with names where there are several. */
export function drawTracks(running: readonly Track[]): string {
  const shown = running.filter(({ position, stills }) => position > 0 || stills !== null);
  if (running.length === 1) return shown.map(drawBar).join('\n');
  const width = Math.min(nameWidth, Math.max(0, ...running.map(({ path }) => basename(path).length)));
  return shown.map(track => `  ${shortened(basename(track.path), width)}${drawBar(track)}`).join('\n');
}

/** A bar with figures; without a known total it has no length to show. */
export function drawBar(track: Track): string {
  const { position, expected, stills } = track;
  if (stills !== null || expected === null || expected === 0) return `  ${describeTrack(track)}`;
  const filled = Math.round((barWidth * position) / expected);
  return `  ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${describeTrack(track)}`;
}

/** A name of exactly this many characters: what tells files of one camera apart is most often the end. */
function shortened(name: string, width: number): string {
  return name.length > width ? `…${name.slice(name.length - width + 1)}` : name.padEnd(width);
}
