import type { VideoReport } from './json-document.ts';

/** What happens during a call, as it happens. */
export type SieveEvent =
  | {
      readonly type: 'begin';
      readonly path: string;
      /** 0-based position among the inputs. */
      readonly index: number;
      readonly total: number;
    }
  | {
      readonly type: 'analyze';
      readonly path: string;
      /** Frames that the container claims, up to the end of the asked-for range; `null` when unknown. */
      readonly expectedFrames: number | null;
      readonly decoder: string;
      readonly metrics: readonly string[];
      /** Scores that were there before, of the first metric. */
      readonly reused: number;
    }
  | {
      readonly type: 'progress';
      readonly path: string;
      /** Frames of the stream that lie behind. */
      readonly position: number;
      /** Frames scored in this call. */
      readonly scored: number;
      /** The best frame so far, by the first metric; `null` before there is one. */
      readonly best: { readonly frame: number; readonly timeSeconds: number; readonly score: number } | null;
    }
  | {
      readonly type: 'refine';
      readonly path: string;
      /** Id of the metric that refines. */
      readonly metric: string;
      /** Frames that it is to look at. */
      readonly candidates: number;
      /** Those of them that have a score by it already. */
      readonly reused: number;
    }
  | {
      readonly type: 'refining';
      readonly path: string;
      /** Frames that lie behind, of `total` that had no score yet. */
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'select'; readonly path: string; readonly picks: number }
  | {
      readonly type: 'still';
      readonly path: string;
      readonly frame: number;
      /** `null` when it could not be written. */
      readonly file: string | null;
      /** Stills that lie behind, of `total`. */
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'end'; readonly path: string; readonly report: VideoReport }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn';
      /** The video that it is about; `null` when it is about none. */
      readonly path: string | null;
      readonly message: string;
    };

/** Takes note of events; it must not throw. */
export type EventListener = (event: SieveEvent) => void;
