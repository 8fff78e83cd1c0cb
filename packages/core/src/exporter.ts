import type { DecodeDescription } from './decoder.ts';
import type { Frame, FrameRecord } from './frame.ts';
import type { Recording } from './recording.ts';
import type { MetricDescription } from './scorer.ts';
import type { Pick } from './selector.ts';
import type { Stage } from './stage.ts';
import type { StillRecord } from './store.ts';
import type { VideoIdentity } from './video.ts';

/** File formats of stills. */
export type StillFormat = 'png' | 'jpg' | 'webp' | 'avif';

/** How stills are written. */
export interface ExportSettings {
  /** Folder of this video's stills. */
  readonly folder: string;
  readonly format: StillFormat;
  /** File name template, e.g. `{stem}_f{frame}_t{time}_r{rank}_s{score}.{ext}`. */
  readonly template: string;
  readonly overwrite: boolean;
  /** Whether stills leave out what was left out of scoring; absent: they show the whole picture. */
  readonly crop?: boolean;
  /** 1 … 100 for `jpg`, `webp` and `avif`; `null` or absent: 95, 95 and 90. */
  readonly quality?: number | null;
  /** Most pixels of the longer side: larger pictures are reduced to it; `null` or absent: none are. */
  readonly maxSize?: number | null;
  /** Whether stills say in EXIF and XMP where they come from (source, frame, time, scores, when and where it was recorded); absent: they do. */
  readonly metadata?: boolean;
}

/** A pick, and what is known of its frame. */
export interface PlannedStill {
  readonly pick: Pick;
  /** The frame as it was scored; the still must be made from the same. */
  readonly frame: FrameRecord;
  /** Score by metric id; `null` where the metric is undefined, absent where it was not run. */
  readonly scores: Readonly<Record<string, number | null>>;
  /** The metric that ranked it, the first where several did together; absent or `null`: the first of its source. */
  readonly rankedBy?: string | null;
}

/** Where the stills come from: recorded in the manifest. */
export interface StillSource {
  readonly path: string;
  readonly identity: VideoIdentity;
  /** What the container says of how it was recorded. */
  readonly recording: Recording;
  /** The decode that was scored. */
  readonly decode: DecodeDescription;
  /** The decode that the stills are read by; when it differs from the scored one, verification is by tolerance. */
  readonly rereadBy: DecodeDescription['decoder'];
  /** The first is the one that ranked, unless a still says otherwise (see {@link PlannedStill}). */
  readonly metrics: readonly MetricDescription[];
  /** Settings to be repeated in the manifest. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the export stage takes. */
export interface ExportInput {
  readonly source: StillSource;
  readonly stills: readonly PlannedStill[];
  readonly settings: ExportSettings;
  /** Reads frames again, ascending; `linear` decodes from the start instead of seeking. */
  read(ordinals: readonly number[], options: { readonly linear: boolean }): AsyncIterable<Frame>;
}

/** What became of one planned still. */
export type ExportedStill =
  | {
      readonly planned: PlannedStill;
      readonly still: StillRecord;
      readonly error: null;
      /** Whether the very same file was there already and was left alone. */
      readonly kept?: boolean;
    }
  | { readonly planned: PlannedStill; readonly still: null; readonly error: Error };

/** The export stage: verified stills, one by one in order of ordinals, then `manifest.json`. */
export type ExportStage = Stage<ExportInput, AsyncIterable<ExportedStill>>;
