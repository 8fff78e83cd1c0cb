import type { Store, VideoRecord } from '@framesieve/core';
import { RequestError } from '../http/failure.ts';
import { type DecodeRecord, decodesOf, type RankingOptions } from './decode-record.ts';

/** Everything that the database holds of videos, at one moment. */
export interface Snapshot {
  readonly videos: readonly { readonly video: VideoRecord; readonly decodes: readonly DecodeRecord[] }[];
  readonly decodes: ReadonlyMap<number, DecodeRecord>;
  /** By decode, what tells its newest picks and their corrections from others. */
  readonly picks: ReadonlyMap<number, string>;
}

/** Knows which videos and decodes there are; it reads them anew only where something was changed since. */
export class LibraryBook {
  readonly #store: Store;
  readonly #options: RankingOptions;
  #reading: Promise<Snapshot> | null = null;
  #revision: string | null = null;

  constructor(store: Store, options: RankingOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** What there is now. */
  async snapshot(): Promise<Snapshot> {
    const revision = await this.#store.revision();
    if (this.#reading && this.#revision === revision) return this.#reading;
    this.#revision = revision;
    const reading = this.#read();
    this.#reading = reading;
    // What failed is tried again.
    reading.catch(() => {
      if (this.#reading === reading) this.#reading = null;
    });
    return reading;
  }

  /** @throws RequestError 404 where there is none of this id. */
  async decode(decodeId: number): Promise<DecodeRecord> {
    const found = (await this.snapshot()).decodes.get(decodeId);
    if (found) return found;
    throw new RequestError(404, `The database holds no decode ${decodeId}.`, 'Load the page again.');
  }

  async #read(): Promise<Snapshot> {
    const records = await this.#store.videos();
    const videos = records.map(video => ({ video, decodes: decodesOf(video, this.#options) }));
    const decodes = videos.flatMap(entry => entry.decodes);
    const picks = new Map<number, string>();
    for (const { decodeId } of decodes) picks.set(decodeId, await this.#signPicks(decodeId));
    return { videos, decodes: new Map(decodes.map(decode => [decode.decodeId, decode])), picks };
  }

  async #signPicks(decodeId: number): Promise<string> {
    const latest = await this.#store.latestPicks(decodeId);
    const ordinals = latest?.selection.picked.map(pick => pick.ordinal);
    return JSON.stringify([latest?.selectionId, ordinals, await this.#store.overrides(decodeId)]);
  }
}
