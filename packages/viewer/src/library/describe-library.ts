import { basename } from 'node:path';
import { correctPicks, fileNameOf, type RunRecord, type Store, type StoredPicks } from '@framesieve/core';
import type { DecodeEntry, Library, RunEntry, VideoEntry } from '../api/library.ts';
import type { NamedVideo } from '../viewer-options.ts';
import { type DecodeRecord, runsById } from './decode-record.ts';
import { isFound, pathsOf } from './find-file.ts';
import type { Snapshot } from './library-book.ts';
import { RunEnds } from './run-ends.ts';

/** What a library is told from, besides what is stored. */
export interface LibraryOptions {
  readonly store: Store;
  readonly readOnly: boolean;
  readonly version: string;
  readonly start: number | null;
  readonly named: NamedVideo | null;
  /** Ids of the metrics that rank by the settings, the first first. */
  readonly ranking: readonly string[];
  readonly signal: AbortSignal;
}

/** Tells what a database holds. */
export class LibraryTeller {
  readonly #options: LibraryOptions;
  readonly #ends: RunEnds;

  constructor(options: LibraryOptions) {
    this.#options = options;
    this.#ends = new RunEnds(options.store);
  }

  /** The library as the page takes it. */
  async tell({ videos }: Snapshot): Promise<Library> {
    const { store, readOnly, version, start, named, signal } = this.#options;
    const entries: VideoEntry[] = [];
    for (const { video, decodes } of videos) {
      const told: DecodeEntry[] = [];
      for (const decode of decodes) told.push(await this.#tellDecode(decode));
      const { videoId } = video;
      const name = fileNameOf(pathsOf(video, named)[0] ?? `video ${videoId}`);
      entries.push({ videoId, name, isFound: await isFound(video, named, signal), decodes: told });
    }
    return {
      database: basename(store.location),
      readOnly: readOnly || store.readOnly === true,
      version,
      videos: entries,
      start,
    };
  }

  async #tellDecode(decode: DecodeRecord): Promise<DecodeEntry> {
    const { store } = this.#options;
    const { decodeId, description, frameCount } = decode;
    const { decoder, stream } = description;
    const latest = await store.latestPicks(decodeId);
    const picks = latest && (await this.#correct(decode, latest));
    const runs = this.#inOrder(decode, latest);
    const { lastSeconds, middle } = await this.#ends.of(runs[0]!);
    return {
      decodeId,
      decoder: decoder.id,
      decoderVersion: decoder.version,
      stream: stream.index,
      codec: stream.codec,
      width: stream.width,
      height: stream.height,
      aspect: aspectOf(stream),
      frameCount,
      lastSeconds,
      durationSeconds: stream.durationSeconds,
      runs: runs.map(tellRun),
      pickCount: picks?.length ?? null,
      poster: picks?.[0]?.ordinal ?? middle,
    };
  }

  async #correct({ decodeId }: DecodeRecord, { selection }: StoredPicks) {
    const overrides = await this.#options.store.overrides(decodeId);
    return correctPicks({ ...selection, rejected: [] }, overrides).picked;
  }

  /** The newest selection says which metric ranks, else the settings do. */
  #inOrder(decode: DecodeRecord, latest: StoredPicks | null): readonly RunRecord[] {
    const selected = latest && runsById(decode, latest.runIds);
    if (!latest || !selected) return decode.newest;
    const { weights } = latest.selection.settings;
    const ranks = selected
      .filter(({ scope, metric }) => scope === 'sampled' && weights?.[metric.id] !== 0)
      .map(run => run.metric.id);
    const placeOf = ({ metric }: RunRecord) =>
      ranks.includes(metric.id) ? ranks.indexOf(metric.id) : ranks.length;
    return decode.newest.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function tellRun({
  runId,
  metric,
  state,
  scope,
  scored,
  unscorable,
  startedAt,
  endedAt,
}: RunRecord): RunEntry {
  return {
    runId,
    metric: metric.id,
    direction: metric.direction,
    state,
    refines: scope === 'chosen',
    scored,
    unscorable,
    startedAt,
    endedAt,
  };
}

function aspectOf({ width, height, pixelAspect, rotation }: DecodeRecord['description']['stream']): number {
  const shown = (width * pixelAspect.numerator) / (height * pixelAspect.denominator);
  return rotation === 90 || rotation === 270 ? 1 / shown : shown;
}
