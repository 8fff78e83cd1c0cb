import type { FrameLayout, FrameMemory, PictureFormat, Rectangle } from '@framesieve/core';
import type { NssRules } from '../kernel/nss-rules.ts';

/** What a thread is set up with: how features are taken, and how a score is read out of them. */
export interface KernelSetup {
  readonly rules: NssRules;
  /** URL of a {@link ReadOutModule}. */
  readonly readOut: string;
  /** What its `createReadOut` gets. */
  readonly parameters: unknown;
}

/** A picture for a thread to score. */
export type KernelTask =
  | {
      readonly kind: 'memory';
      /** Number of the memory; threads keep what they work with in it by this. */
      readonly number: number;
      readonly memory: FrameMemory;
      /** Numbers of the memories that are still in use; others can be forgotten. */
      readonly alive: readonly number[];
      readonly byteOffset: number;
      readonly planes: Planes;
    }
  | { readonly kind: 'planes'; readonly bytes: Uint8Array<SharedArrayBuffer>; readonly planes: Planes }
  | { readonly kind: 'rgb'; readonly width: number; readonly height: number; readonly data: Uint8Array };

/** What the samples of a frame are, apart from the samples. */
interface Planes {
  readonly layout: FrameLayout;
  readonly format: PictureFormat;
  /** The part of the coded picture that is scored. */
  readonly area: Rectangle;
}

/** A score, NaN where it is not defined; or why there could be none. */
export type KernelReply = { readonly score: number } | { readonly error: string };
