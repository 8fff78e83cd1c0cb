import type {
  DecodeDescription,
  ExportedStill,
  MetricDescription,
  ScoreTable,
  Selection,
  VideoIdentity,
} from '@framesieve/core';
import type { Thumbnails } from './make-thumbnails.ts';

/** Picks that a page shows at most, the best: it must not grow with their number. */
export const mostPicks = 2000;

/** A stretch of a video without a cut, `[startSeconds, endSeconds)`. */
export interface ReportShot {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A program that had a part in it, and its version. */
export interface ReportVersion {
  /** What it did, e.g. `decoder`. */
  readonly part: string;
  readonly version: string;
}

/** What a report tells. Names, reasons and settings are taken as text, whatever is in them. */
export interface ReportInput {
  readonly source: {
    /** File name, as it is shown. */
    readonly name: string;
    readonly identity: VideoIdentity;
    /** The decode that was scored. */
    readonly decode: DecodeDescription;
    /** Frames of the whole stream; `null` when its end was not reached. */
    readonly frameCount: number | null;
  };
  /** The scores that were selected from, the metric that has scored all frames first. */
  readonly table: ScoreTable;
  /** The metrics of the table. */
  readonly metrics: readonly MetricDescription[];
  readonly selection: Selection;
  /** What became of each pick. */
  readonly exported: readonly ExportedStill[];
  /** Small pictures of the stills, see `makeThumbnails`. */
  readonly thumbnails: Thumbnails;
  /** The shots, where they are known; absent: none are shown. */
  readonly shots?: readonly ReportShot[];
  /** What a person should know, e.g. of damage in the video. */
  readonly warnings: readonly string[];
  /** All settings; each that is not an object or a list is shown with the path of its keys. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Version of the program, which the page names as its generator. */
  readonly toolVersion: string;
  /** What else has a version; decoder and metrics are shown anyhow. */
  readonly versions: readonly ReportVersion[];
  readonly exportedAt: Date;
}
