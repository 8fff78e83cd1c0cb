import { type Logger, withoutCredentials } from '@framesieve/core';
import * as av from 'node-av/constants';
import { Log } from 'node-av/lib';

const watches = new Set<ErrorWatch>();

/** FFmpeg has one log for the whole process: the video that was opened last receives it. */
export function receiveLog(logger: Logger): void {
  Log.setCallback(
    (level, message) => {
      const text = withoutCredentials(message.trim());
      logger.debug(`libav: ${text}`);
      if (level > av.AV_LOG_ERROR || isHarmless(text)) return;
      const kinds = new Set([...watches].map(watch => watch.kind));
      if (kinds.has('muffled')) return;
      for (const watch of watches) if (!kinds.has('aside') || watch.kind === 'aside') watch.note(text);
    },
    { maxLevel: av.AV_LOG_WARNING },
  );
}

/** Notes about pictures that are decoded all the same: messages beside them that are not as they should be. */
const isHarmless = (message: string) =>
  /^SEI type|^non-existing SPS \d+ referenced in buffering period/.test(message);

/** `muffled`: while there is one, no watch notes anything; `aside`: while there is one, only such watches do. */
export type WatchKind = 'open' | 'muffled' | 'aside';

/**
 * Errors that are logged from its making on. What FFmpeg conceals it only writes to its log, which doesn't say which video
 * a line is about: with several watches open at a time an error may be another's.
 */
export class ErrorWatch implements Disposable {
  readonly kind: WatchKind;
  #first: string | null = null;

  constructor(kind: WatchKind) {
    this.kind = kind;
    watches.add(this);
  }

  note(message: string): void {
    this.#first ??= message;
  }

  /** The first error since this was asked last; `null` for none. Lines arrive one turn of the event loop late. */
  async take(): Promise<string | null> {
    await new Promise(resolve => setImmediate(resolve));
    const first = this.#first;
    this.#first = null;
    return first;
  }

  /** Whether errors can only be those of the video that this watches. */
  get certain(): boolean {
    return watches.size === 1;
  }

  [Symbol.dispose](): void {
    // Its last lines arrive later.
    if (this.kind === 'open') watches.delete(this);
    else setImmediate(() => watches.delete(this));
  }
}
