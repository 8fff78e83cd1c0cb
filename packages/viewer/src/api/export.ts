import type { StillFormat } from '@framesieve/core';

/** Body of `POST api/decodes/:decodeId/exports/plan` and `…/exports`. The folder is none of it: it is given when the viewer starts. */
export interface ExportRequest {
  /** Key of the selection whose picks are exported; a trial is kept first. */
  readonly selection: string;
  readonly format: StillFormat;
  /** 1 … 100; `null` takes the format's default. */
  readonly quality: number | null;
  readonly template: string;
  /** Most pixels of the longer side; `null`: all there are. */
  readonly maxSize: number | null;
  readonly overwrite: boolean;
  readonly crop: boolean;
}

/** What the export panel begins with, and what it can offer. */
export interface ExportDefaults extends Omit<ExportRequest, 'selection'> {
  /** Fields of templates, e.g. `frame`. */
  readonly fields: readonly string[];
  /** Folder that stills go into, as people write it. */
  readonly folder: string;
}

/** What an export would do; nothing is written. */
export interface ExportPlanView {
  readonly stills: readonly { readonly ordinal: number; readonly file: string; readonly state: StillState }[];
  /** About what the stills will take, from a few that were encoded; `null` where nothing new is to be written. */
  readonly estimatedBytes: number | null;
  /** What they can take at most. */
  readonly maximumBytes: number;
  readonly freeBytes: number;
  /** Why an export would fail as a whole; `null` where it would not. */
  readonly problem: { readonly message: string; readonly hint: string | null } | null;
}

/** See the export stage's preflight. */
type StillState = 'new' | 'replace' | 'keep' | 'exists';

/** An export that goes on or has ended: `GET api/exports/:exportId`, and in events. */
export interface ExportProgress {
  readonly exportId: string;
  readonly decodeId: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly done: number;
  readonly total: number;
  /** Folder of the stills, as people write it. */
  readonly folder: string;
  readonly stills: readonly ExportedView[];
  readonly warnings: readonly string[];
  readonly problem: { readonly message: string; readonly hint: string | null } | null;
}

/** What became of one pick. */
export interface ExportedView {
  readonly ordinal: number;
  /** File name; `null` where it failed. It is served by `GET api/exports/:exportId/stills/:ordinal`. */
  readonly file: string | null;
  readonly bytes: number | null;
  readonly verified: 'exact' | 'approximate' | null;
  /** Why it failed. */
  readonly error: string | null;
}
