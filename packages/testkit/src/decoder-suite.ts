import type { DecoderFactory } from '@framesieve/core';

/** A clip whose frames are known from elsewhere than the decoder under test. */
export interface DecoderClip {
  readonly name: string;
  /** Path of the file; a function makes it when the tests start. */
  readonly path: string | (() => Promise<string>);
  /** Coded size of every frame in pixels. */
  readonly width: number;
  readonly height: number;
  /** Best-effort timestamp of each frame in ticks, in output order; `null` where the file has none. */
  readonly ptsTicks: readonly (number | null)[];
  /** Ordinals of the key frames; absent when not known. */
  readonly keyFrames?: readonly number[];
  /** Some of the container's tags; absent when not known. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What the contract suite for decoders is run on. */
export interface DecoderSuite {
  /** Heading of the tests. */
  readonly name: string;
  readonly factory: DecoderFactory;
  /** This decoder's part of the config; default: none. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly clips: readonly DecoderClip[];
  /** What the backend behind the decoder tells; default: all. It must then claim nothing of the rest. */
  readonly knows?: DecoderKnowledge;
}

/** Facts that not every backend tells. */
export interface DecoderKnowledge {
  /** `false`: every timestamp is `null`, whatever the clip says. */
  readonly timestamps: boolean;
  /** `false`: the first frame counts as the only key frame. */
  readonly keyFrames: boolean;
}

/** What a backend tells unless its suite says otherwise. */
export const allKnown: DecoderKnowledge = { timestamps: true, keyFrames: true };
