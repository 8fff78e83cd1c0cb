import type { FeedTensor, OutputTensor, RuntimeDescription, SessionSettings } from './runtime.ts';

/** What the thread of the runtime is asked to do. */
export type RuntimeRequest =
  | { readonly kind: 'describe' }
  | { readonly kind: 'open'; readonly model: Uint8Array; readonly settings: SessionSettings }
  | {
      readonly kind: 'run';
      readonly session: number;
      readonly inputs: Readonly<Record<string, FeedTensor>>;
      readonly outputs: readonly string[];
    }
  | { readonly kind: 'close'; readonly session: number };

/** A session that was opened. */
interface SessionDescription {
  readonly session: number;
  readonly inputs: ReadonlyMap<string, string | null>;
  readonly outputs: readonly string[];
}

/** What each kind of request is answered with. */
export interface RuntimeResults {
  readonly describe: RuntimeDescription;
  readonly open: SessionDescription;
  readonly run: Readonly<Record<string, OutputTensor>>;
  readonly close: null;
}

/** A request, and the number that its answer comes with. */
export interface RuntimeJob {
  readonly job: number;
  readonly request: RuntimeRequest;
}

/** The answer to a job. */
export type RuntimeReply =
  | { readonly job: number; readonly result: RuntimeResults[keyof RuntimeResults] }
  | { readonly job: number; readonly error: string };
