import { type Logger, messageOf } from '@framesieve/core';
import type { ViewerEvent } from '../api/events.ts';
import type { LibraryBook, Snapshot } from '../library/library-book.ts';

/** What watching takes. */
export interface WatchOptions {
  readonly library: LibraryBook;
  readonly logger: Logger;
  tell(event: ViewerEvent): void;
}

const intervalMs = 1000;
/** Looking takes no more than this part of the time. */
const mostShare = 0.1;

/** Looks, while somebody listens, whether what is stored has changed, and tells what has. */
export class DatabaseWatch {
  readonly #options: WatchOptions;
  #timer: NodeJS.Timeout | null = null;
  #last: Snapshot | null = null;
  /** Which of the times that it was turned on this is; `null` while it is off. */
  #watch: symbol | null = null;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Begins or ends to look. */
  set isOn(isOn: boolean) {
    if (isOn === (this.#watch !== null)) return;
    this.#watch = isOn ? Symbol() : null;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#last = null;
    if (this.#watch) this.#wait(0, this.#watch);
  }

  #wait(ms: number, watch: symbol): void {
    this.#timer = setTimeout(() => void this.#look(watch), ms).unref();
  }

  async #look(watch: symbol): Promise<void> {
    const start = performance.now();
    try {
      const now = await this.#options.library.snapshot();
      // It may have been turned off meanwhile, or off and on.
      if (watch !== this.#watch) return;
      if (this.#last && now !== this.#last)
        for (const event of differences(this.#last, now)) this.#options.tell(event);
      this.#last = now;
    } catch (error) {
      this.#options.logger.debug(`The database could not be looked at: ${messageOf(error)}`);
    }
    if (watch === this.#watch)
      this.#wait(Math.max(intervalMs, (performance.now() - start) / mostShare), watch);
  }
}

/** What has changed from one snapshot to the next: `library` for anything but further frames of runs. */
function differences(before: Snapshot, after: Snapshot): readonly ViewerEvent[] {
  const runsOf = ({ decodes }: Snapshot) =>
    new Map([...decodes.values()].flatMap(({ runs }) => runs.map(run => [run.runId, run] as const)));
  const [earlier, later] = [runsOf(before), runsOf(after)];
  const grown: ViewerEvent[] = [];
  let isOther = earlier.size !== later.size || before.videos.length !== after.videos.length;
  for (const [runId, run] of later) {
    const known = earlier.get(runId);
    const rows = run.scored + run.unscorable;
    if (known && rows > known.scored + known.unscorable)
      grown.push({
        type: 'grown',
        decodeId: run.decodeId,
        runId,
        scored: run.scored,
        unscorable: run.unscorable,
      });
    if (!known || known.state !== run.state || known.frameCount !== run.frameCount) isOther = true;
  }
  for (const [decodeId, picks] of after.picks) if (before.picks.get(decodeId) !== picks) isOther = true;
  return isOther ? [...grown, { type: 'library' }] : grown;
}
