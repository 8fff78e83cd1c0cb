import type { ExportProgress } from './export.ts';

/** What `GET api/events` (server-sent events) tells; each is one message of JSON. */
export type ViewerEvent =
  /** The library has changed: videos, runs, their states or selections. */
  | { readonly type: 'library' }
  /** Frames of a run were committed since the last such event. */
  | {
      readonly type: 'grown';
      readonly decodeId: number;
      readonly runId: number;
      readonly scored: number;
      readonly unscorable: number;
    }
  /** Shots of a decode are known now. */
  | { readonly type: 'shots'; readonly decodeId: number }
  | { readonly type: 'export'; readonly progress: ExportProgress };

/** The body of every answer that is an error; the status is 400 for what was wrong in the request, 404, 409 or 500. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}
