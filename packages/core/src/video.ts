import type { ColorDescription } from './color.ts';
import type { Rational } from './rational.ts';

/** What makes two files the same video, wherever they lie and whatever they are called. */
export interface VideoIdentity {
  readonly sizeBytes: number;
  /** SHA-256, in hex, of the size and of sampled chunks of the content. */
  readonly sha256: string;
}

/** One video stream as the container describes it. Claims, not truth: they serve plans and progress bars. */
export interface StreamDescription {
  /** Index of the stream in the container, counting streams of every kind. */
  readonly index: number;
  /** Codec under FFmpeg's name, e.g. `h264`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Native pixel format under FFmpeg's name, e.g. `yuvj420p` or `nv12`; `null` when not known before decoding. */
  readonly pixelFormat: string | null;
  readonly color: ColorDescription;
  readonly timeBase: Rational;
  /** Average frames per second; `null` when unknown. Never used to compute a time from an ordinal. */
  readonly frameRate: Rational | null;
  /** `null` when the container doesn't say. */
  readonly durationSeconds: number | null;
  /** Number of frames the container claims; `null` when it doesn't say. */
  readonly frameCount: number | null;
  readonly rotation: 0 | 90 | 180 | 270;
  readonly mirrored: boolean;
  readonly pixelAspect: Rational;
  /** Whether this is cover art, i.e. a picture attached to an audio file or a video. */
  readonly attachedPicture: boolean;
  /** Whether the container flags it as the default stream. */
  readonly isDefault: boolean;
}

/** Damage met while decoding: what is wrong, and where. */
export interface DecodeIssue {
  /** The frame that was being decoded; `null` when it can't be told. */
  readonly ordinal: number | null;
  readonly message: string;
  /** Frames that it stands for; absent: one. */
  readonly count?: number;
}
