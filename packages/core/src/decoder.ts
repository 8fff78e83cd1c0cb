import type { Availability } from './availability.ts';
import type { DecodedFrame, Frame, FrameAllocator } from './frame.ts';
import type { HardwareAcceleration, HardwareState } from './hardware.ts';
import type { Recording } from './recording.ts';
import type { Rectangle } from './rectangle.ts';
import type { Sampling } from './sampling.ts';
import type { Logger, Stage } from './stage.ts';
import type { DecodeIssue, StreamDescription, VideoIdentity } from './video.ts';

/** How a decoder plugin offers itself. Cheap to make; nothing heavy is loaded before `create()`. */
export interface DecoderFactory {
  /** Kebab-case id, e.g. `libav`. */
  readonly id: string;
  /** One line for `plugins list`. */
  readonly summary: string;
  /** @param options this decoder's part of the config, unchecked; none where just the machine is asked about. */
  availability(options?: Readonly<Record<string, unknown>>): Promise<Availability>;
  /**
   * @param options this decoder's part of the config, unchecked.
   * @throws FrameSieveError `decoder-unavailable`, or `config` for options it doesn't understand.
   */
  create(options: Readonly<Record<string, unknown>>): Promise<Decoder>;
  /**
   * Finds out which hardware it could decode with: of each kind a device is opened and closed again. Absent, or an empty
   * list, where it never does.
   */
  hardware?(options?: Readonly<Record<string, unknown>>): Promise<readonly HardwareState[]>;
}

/** A decoder backend, e.g. FFmpeg's libraries in process, or the ffmpeg command. */
export interface Decoder {
  /** That of its factory. */
  readonly id: string;
  /** Version of what decodes (e.g. of FFmpeg), stored with every score: some codecs differ between versions. */
  readonly version: string;
  /**
   * Opens a file and reads its headers.
   *
   * @throws FrameSieveError `input-not-video` when it is not a media file, `input-no-video-stream` when it has no video.
   */
  open(path: string, options: OpenOptions): Promise<OpenVideo>;
}

/** Surroundings of an open video. */
export interface OpenOptions {
  /** What may decode besides the processor; absent: `off`. A backend that can't falls back to software, and says so. */
  readonly hwaccel?: HardwareAcceleration;
  /**
   * Protocols under FFmpeg's names, e.g. `file` or `https`, by which the input may make others be opened (playlists do).
   * Absent: none, and such an input is refused.
   */
  readonly protocols?: readonly string[];
  /** Seconds without anything decoded after which the backend counts as stuck; absent: it is waited for without end. */
  readonly stallSeconds?: number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** An open file. Disposing of it ends every iteration over it and frees the decoder. */
export interface OpenVideo extends AsyncDisposable {
  /** Container format under FFmpeg's name, e.g. `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string;
  /**
   * The container's tags under FFmpeg's names, e.g. `creation_time`, those of a video stream under `<index>:<name>`; absent
   * where the backend can't read them.
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** The video streams, in the container's order; at least one. */
  readonly streams: readonly StreamDescription[];
  /**
   * Decodes a stream from its start. Every frame the codec puts out is yielded once, in output order, with ordinals
   * 0, 1, 2 … Leaving the iterator frees the decoder. Damage is reported through `options.report`, and decoding goes
   * on as long as frames come.
   */
  frames(options: ReadOptions): AsyncIterable<DecodedFrame>;
  /**
   * Decodes the frames of the given ordinals (ascending, without repeats), and yields those and no others, in order.
   * An ordinal beyond the end yields nothing.
   */
  framesAt(ordinals: readonly number[], options: ReadOptions): AsyncIterable<DecodedFrame>;
  /**
   * Decodes up to `count` frames from all over the stream, wherever it is cheap to begin, the same ones each time. Their
   * ordinals mean nothing: what they show is only used to find out what all frames have in common. Absent where the
   * backend can't: then no black bars are looked for, and only the first frame tells whether frames are interlaced.
   */
  glance?(count: number, options: ReadOptions): AsyncIterable<DecodedFrame>;
  /**
   * Whether it is certain that no frame of a stream is interlaced: its codec knows no fields, or its headers, and what has been
   * read of it so far, rule them out. It is asked once the first frame has been decoded, and saves looks at others. Absent:
   * it is never certain.
   */
  isProgressive?(stream: number): boolean;
}

/** How a stream is read. */
export interface ReadOptions {
  /** `index` of the stream to decode. */
  readonly stream: number;
  /**
   * The pool that frames are written into. Hold one buffer at a time, the one that is yielded next: the pool is sized for
   * that, and a decoder that takes more ahead may wait for itself.
   */
  readonly frames: FrameAllocator;
  readonly signal: AbortSignal;
  /** Takes note of damage in the file; call it for each piece, however many: the decode stage sums up what is too much. */
  report(issue: DecodeIssue): void;
  /**
   * Times and key frames known from an earlier decode, by which `framesAt` may seek. Absent, or `linear: true`: decode
   * from the start.
   */
  readonly index?: FrameIndex;
  readonly linear?: boolean;
  /**
   * Only frames of timestamps below this one are of interest: a backend that can be certain that no more of them come may
   * end there, and calls `endedEarly()` then. Ignoring it is right too. It may be known only when frames have come already:
   * look at it anew for each.
   */
  readonly untilTicks?: number | undefined;
  /** To be called by a backend that ends an iteration before the end of the stream because of `untilTicks`. */
  endedEarly?(): void;
}

/** Where frames lie, recorded by an earlier complete decode: entry `i` is the frame of ordinal `i`. */
export interface FrameIndex {
  readonly ptsTicks: Float64Array;
  /** 1 for key frames. */
  readonly keyFrames: Uint8Array;
}

/** What the decode stage is asked for. */
export interface DecodeRequest {
  readonly path: string;
  /** Stream index that overrides the rule for choosing one; `null` lets the rule choose. */
  readonly stream: number | null;
  /** Backend to try before those of the configured order, with a warning if it isn't there; `null` for none. */
  readonly decoder: string | null;
  /** What is done with the pixels; absent keys are as in {@link defaultPixelSettings}. */
  readonly pixels?: Partial<PixelSettings>;
  /** See {@link OpenOptions}. */
  readonly protocols?: readonly string[];
  readonly stallSeconds?: number;
}

/** What is done with decoded pixels before they are scored, and by what they are decoded. */
export interface PixelSettings {
  /** `auto`: constant black bars are found in a sample of the frames, and left out of scoring. */
  readonly crop: 'auto' | 'none' | Rectangle;
  /**
   * `flagged`: frames that say they are interlaced are deinterlaced; `on`: all frames, the top field first unless they say
   * otherwise; `auto`: `flagged` where one of a sample of its frames says so, else `off`.
   */
  readonly deinterlace: 'auto' | 'flagged' | 'on' | 'off';
  /** `auto`: PQ and HLG are mapped to standard dynamic range. */
  readonly toneMap: 'auto' | 'off';
  readonly hwaccel: HardwareAcceleration;
}

/** What is done unless asked otherwise. */
export const defaultPixelSettings: PixelSettings = {
  crop: 'auto',
  deinterlace: 'auto',
  toneMap: 'auto',
  hwaccel: 'off',
};

/** How a video is decoded: all that can change the samples of its frames. Stored with the scores. */
export interface DecodeDescription {
  readonly stream: StreamDescription;
  readonly container: string;
  readonly decoder: { readonly id: string; readonly version: string };
  /** What is done to the decoded planes before they are scored (see {@link PixelPipeline}), e.g. `none` or `bwdif,bt2390`. */
  readonly pixelPipeline: string;
  /** The part of the coded picture that is scored; `null` for all of it. */
  readonly crop: Rectangle | null;
  /** Timestamp of the first decoded frame; the zero of the video's clock. */
  readonly startPts: number;
}

/** A video that is being decoded: at least its first frame has come out. */
export interface DecodedVideo extends AsyncDisposable {
  readonly path: string;
  readonly identity: VideoIdentity;
  readonly description: DecodeDescription;
  /** What the container says of how it was recorded. */
  readonly recording: Recording;
  /** What a person should know, e.g. that another backend had to be used. It may grow while frames are read. */
  readonly warnings: readonly string[];
  /** Damage met so far. */
  readonly issues: readonly DecodeIssue[];
  /** Decodes from the start and yields the frames that the sampling keeps. Each is leased until the next pull. */
  frames(sampling: Sampling): AsyncIterable<Frame>;
  /**
   * How many frames the whole stream has; `null` until a pass of `frames()` has reached its end. One whose sampling has an
   * end may leave out the rest.
   */
  readonly frameCount: number | null;
  /** Reads frames again, exactly those asked for, in ascending order. Each is leased until the next pull. */
  framesAt(
    ordinals: readonly number[],
    options?: { readonly index?: FrameIndex; readonly linear?: boolean },
  ): AsyncIterable<Frame>;
}

/** The decode stage. Its output is a video whose frames are pulled one by one. */
export type DecodeStage = Stage<DecodeRequest, Promise<DecodedVideo>>;
