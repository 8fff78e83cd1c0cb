import {
  type ExportSettings,
  FrameSieveError,
  type PlannedStill,
  type RgbConverter,
  type StillSource,
  unknownRecording,
} from '@framesieve/core';
import { measureStill, preflight } from '@framesieve/exporter';
import type { ExportPlanView } from '../api/export.ts';
import type { PictureDesk } from '../frames/picture-desk.ts';
import type { DecodeRecord } from '../library/decode-record.ts';

/** Stills that are made in memory, to estimate what all of them take. */
const mostSamples = 3;
/** Sizes that are remembered. */
const mostKnown = 500;

/** An export that is thought of. */
export interface ThoughtExport {
  readonly record: DecodeRecord;
  readonly path: string;
  readonly runs: DecodeRecord['runs'];
  readonly stills: readonly PlannedStill[];
  readonly settings: ExportSettings;
  /** Settings to be repeated in the manifest. */
  readonly repeated: Readonly<Record<string, unknown>>;
}

/** Finds out what exports would do. */
export class ExportPlanner {
  readonly #desk: PictureDesk;
  readonly #rgb: RgbConverter;
  readonly #sizes = new Map<string, number>();

  constructor(desk: PictureDesk, rgb: RgbConverter) {
    this.#desk = desk;
    this.#rgb = rgb;
  }

  /** What an export would do; nothing is left on the disk. */
  async plan(thought: ThoughtExport, signal: AbortSignal): Promise<ExportPlanView> {
    const { stills, settings } = thought;
    const source = sourceOf(thought);
    const empty = { stills: [], estimatedBytes: null, maximumBytes: 0, freeBytes: 0, problem: null };
    if (stills.length === 0) {
      const hint = 'Pick some by hand, or select with other settings.';
      return { ...empty, problem: { message: 'There is no pick to export.', hint } };
    }
    try {
      const plan = await preflight({ source, stills, settings });
      const toWrite = plan.stills.filter(({ state }) => state !== 'keep').map(({ planned }) => planned);
      return {
        stills: plan.stills.map(({ planned, file, state }) => ({
          ordinal: planned.frame.ordinal,
          file,
          state,
        })),
        estimatedBytes: await this.#estimate(thought, source, toWrite, signal),
        maximumBytes: plan.finalBytes,
        freeBytes: plan.freeBytes,
        problem: null,
      };
    } catch (error) {
      if (!FrameSieveError.isInstance(error) || error.code === 'internal') throw error;
      return { ...empty, problem: { message: error.message, hint: error.hint } };
    }
  }

  /** About what stills will take, by a few of them; `null` where there are none, or where they can't be read now. */
  async #estimate(
    thought: ThoughtExport,
    source: StillSource,
    stills: readonly PlannedStill[],
    signal: AbortSignal,
  ): Promise<number | null> {
    const count = Math.min(mostSamples, stills.length);
    const samples = Array.from(
      { length: count },
      (_, i) => stills[Math.floor(((i + 0.5) * stills.length) / count)]!,
    );
    let bytes = 0;
    for (const still of samples) {
      const size = await this.#measure(thought, source, still, signal).catch(() => null);
      signal.throwIfAborted();
      if (size === null) return null;
      bytes += size;
    }
    return count === 0 ? null : Math.round((bytes / count) * stills.length);
  }

  async #measure(
    { record, settings }: ThoughtExport,
    source: StillSource,
    still: PlannedStill,
    signal: AbortSignal,
  ): Promise<number> {
    const { ordinal } = still.frame;
    const { format, quality, maxSize, crop } = settings;
    const key = JSON.stringify([record.decodeId, ordinal, format, quality, maxSize, crop]);
    const known = this.#sizes.get(key);
    if (known !== undefined) return known;
    const bytes = await this.#desk.withFrame(record, ordinal, signal, frame =>
      measureStill(frame, still, source, settings, this.#rgb),
    );
    if (this.#sizes.size >= mostKnown) this.#sizes.clear();
    this.#sizes.set(key, bytes);
    return bytes;
  }
}

/** Where the stills would come from. When the video was recorded is known only when it is read. */
function sourceOf({ record, path, runs, repeated }: ThoughtExport): StillSource {
  const { description, video } = record;
  return {
    path,
    identity: video.identity,
    recording: unknownRecording,
    decode: description,
    rereadBy: description.decoder,
    metrics: runs.map(run => run.metric),
    settings: repeated,
  };
}
