import type { FrameFacts, FrameLayout, PictureFormat, Rectangle } from '@framesieve/core';

/** What is measured on the decoded planes of a frame. */
export interface FrameFigures {
  /** XXH64 of the planes, seed 0, unsigned. */
  readonly fingerprint: bigint;
  readonly facts: FrameFacts;
}

/** A frame to measure. */
export interface MeasureTask {
  /** The frames of one pass are compared with each other, in the order in which they are passed in. */
  readonly pass: number;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly layout: FrameLayout;
  readonly format: PictureFormat;
  /** The part that facts are measured in; `null` for all of it. */
  readonly crop: Rectangle | null;
  /** Whether the frame measured before in this pass is the one before it in the video. */
  readonly follows: boolean;
  /** `false` for a frame that is only looked at since the next one is compared with it: it gets no figures. */
  readonly wanted: boolean;
}

/** A frame to deinterlace; its neighbours have the same layout. */
export interface DeinterlaceTask {
  readonly previous: Uint8Array<SharedArrayBuffer>;
  readonly current: Uint8Array<SharedArrayBuffer>;
  readonly next: Uint8Array<SharedArrayBuffer>;
  /** Where the result is written, as large as the others. */
  readonly target: Uint8Array<SharedArrayBuffer>;
  readonly layout: FrameLayout;
  readonly pixelFormat: PictureFormat['pixelFormat'];
  /** Whether the even rows were taken first. */
  readonly topFirst: boolean;
}

/** What is sent to the thread. */
export type ThreadRequest =
  | ({ readonly kind: 'measure'; readonly job: number } & MeasureTask)
  | ({ readonly kind: 'deinterlace'; readonly job: number } & DeinterlaceTask)
  | { readonly kind: 'end-pass'; readonly pass: number };

/** What comes back for each job, in order. */
export type ThreadReply =
  | { readonly job: number; readonly figures: FrameFigures | null }
  | { readonly job: number; readonly error: string };
