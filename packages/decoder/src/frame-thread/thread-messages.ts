import type { FrameFacts, FrameLayout, FrameMemory, PictureFormat, Rectangle } from '@framesieve/core';

/** What is measured on the decoded planes of a frame. */
export interface FrameFigures {
  /** XXH64 of the planes, seed 0, unsigned. */
  readonly fingerprint: bigint;
  readonly facts: FrameFacts;
}

/** What a frame has in common with most others of its pass. */
export interface PassPicture {
  /** The memory that the bytes lie in, where it is WebAssembly's; absent where it is not. */
  readonly memory?: FrameMemory | undefined;
  readonly layout: FrameLayout;
  readonly format: PictureFormat;
  /** The part that facts are measured in; `null` for all of it. */
  readonly crop: Rectangle | null;
}

/** How a frame is measured. */
export interface MeasureOptions {
  /** The frames of one pass are compared with each other, in the order in which they are passed in. */
  readonly pass: number;
  /** Whether the frame measured before in this pass is the one before it in the video. */
  readonly follows: boolean;
  /** `false` for a frame that is only looked at since the next one is compared with it: it gets no figures. */
  readonly wanted: boolean;
}

/** A frame to measure. */
export interface MeasureTask extends PassPicture, MeasureOptions {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/** Where the bytes of a frame are: in the memory of its pass, or anywhere. */
export type BytesPlace =
  | { readonly address: number; readonly byteLength: number }
  | { readonly bytes: Uint8Array<SharedArrayBuffer> };

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
  | ({
      readonly kind: 'measure';
      readonly job: number;
      /** Absent where it is that of the frame before in this pass. */
      readonly picture?: PassPicture;
      readonly place: BytesPlace;
    } & MeasureOptions)
  | ({ readonly kind: 'deinterlace'; readonly job: number } & DeinterlaceTask)
  | { readonly kind: 'end-pass'; readonly pass: number };

/** What comes back for each job, in order. */
export type ThreadReply =
  | { readonly job: number; readonly figures: FrameFigures | null }
  | { readonly job: number; readonly error: string };
