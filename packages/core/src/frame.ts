import type { ColorDescription } from './color.ts';
import type { FrameLayout, PixelFormat } from './pixel-format.ts';
import type { Rational } from './rational.ts';
import type { Rectangle } from './rectangle.ts';

/** `container`: the timestamp was read from the file; `estimated`: the file has none for this frame. */
export type PtsSource = 'container' | 'estimated';

/** `progressive`: one moment in time. Otherwise two fields, the even rows (`top`) or the odd ones (`bottom`) taken first. */
export type Scan = 'progressive' | 'top-first' | 'bottom-first';

/** What the samples of a frame mean: size, pixel format, colour, orientation. It may change within a stream. */
export interface PictureFormat {
  /** Coded size in pixels, before rotation and before pixel aspect is applied. */
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: PixelFormat;
  readonly color: ColorDescription;
  /** Clockwise degrees by which the picture is turned for display. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** Whether the picture is mirrored left to right for display, before it is turned. */
  readonly mirrored: boolean;
  /** Width to height of one pixel; 1/1 when the stream doesn't say. */
  readonly pixelAspect: Rational;
  /** As the decoder says; `progressive` where it doesn't know. */
  readonly scan: Scan;
}

/** A WebAssembly memory that frames lie in, shared between threads: kernels read them where they are. */
export interface FrameMemory {
  /** All of the memory as it is now; growing gives it another, longer one, and leaves this one valid. */
  readonly buffer: SharedArrayBuffer;
  /**
   * Adds pages of 64 KiB, which then belong to whoever called.
   *
   * @returns the number of pages before, i.e. that of the first new one.
   * @throws RangeError where it can't grow by so many.
   */
  grow(pages: number): number;
}

/**
 * A counted lease on one buffer of the frame pool. It starts with one reference, held by whoever acquired it, and
 * goes back to the pool when the last reference is released.
 */
export interface FrameBuffer {
  /** The buffer's bytes, over memory that worker threads can share. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** The memory that the bytes lie in, from the address `bytes.byteOffset` on; absent where it is not WebAssembly's. */
  readonly memory?: FrameMemory;
  retain(): void;
  release(): void;
}

/** Gives out frame buffers from a bounded pool. */
export interface FrameAllocator {
  /**
   * Waits until the pool has room, then leases a buffer of exactly `byteLength` bytes (contents undefined).
   *
   * @throws the signal's reason when it aborts while waiting.
   */
  acquire(byteLength: number, signal: AbortSignal): Promise<FrameBuffer>;
  /** How many buffers of this size can be out at the same time; absent: any number. */
  limit?(byteLength: number): number;
}

/**
 * What a decoder backend yields: samples in a leased buffer, laid out by `frameLayout(pixelFormat, width, height)`,
 * and the facts that only the decoder knows. The receiver owns the buffer's one reference.
 */
export interface DecodedFrame {
  /** 0-based position in the output order of a decode of the whole stream. */
  readonly ordinal: number;
  /** Best-effort presentation timestamp in ticks of the stream's time base, a safe integer; `null` when there is none. */
  readonly ptsTicks: number | null;
  readonly keyFrame: boolean;
  /** Whether the decoder reported damage in this frame. */
  readonly corrupt: boolean;
  readonly format: PictureFormat;
  readonly buffer: FrameBuffer;
  /** Hardware that decoded it, e.g. `cuda`; absent for software. */
  readonly hardware?: string;
  /** Whether it was decoded from the start of the stream, so that doing so again gives the same; absent: that isn't known. */
  readonly linear?: boolean;
}

/** Figures measured on the decoded luma of a frame, inside constant black bars; `null` where a stored frame was measured before there was such a figure. */
export interface FrameFacts {
  /** Mean luma, 0 (black) … 1 (white), range expanded. */
  readonly meanLuma: number;
  /** Standard deviation of luma, 0 … 0.5, range expanded. */
  readonly contrast: number;
  /**
   * Mean absolute difference of luma to the previous decoded frame, 0 … 1; `null` for the first frame of the stream, and
   * for a frame that was read again without the one before it.
   */
  readonly change: number | null;
  /** 64-bit difference hash of the luma plane; similar pictures differ in few bits. */
  readonly perceptualHash: bigint;
  /**
   * How steep the strongest edges are, 0 (even slopes, or no edges at all) … 1 (perfect steps); fine texture and noise raise
   * it, also above 1. Brightness and contrast don't change it, but edges lower than 0.0125 don't count; blur in one
   * direction lowers it almost as much as blur in both. Only to be compared between pictures of the same things.
   */
  readonly sharpness: number | null;
  /** Standard deviation of noise in luma, estimated where there is least detail, 0 … 0.5; 0 where everything is black or white. */
  readonly noise: number | null;
  /**
   * How much larger steps of luma are at the borders of the coded picture's 8 × 8 blocks than within them, 0 (no larger) and
   * up: 1 is twice as large.
   */
  readonly blockiness: number | null;
  /** Share of the picture that is black, 0 … 1: luma up to 0.05 counts whole, from there to 0.15 less and less. */
  readonly shadows: number | null;
  /** Share of the picture that is white, 0 … 1: luma from 0.99 on counts whole, from there down to 0.94 less and less. */
  readonly highlights: number | null;
  /** Share of the picture that its most frequent tone fills, 0 … 1; a tone is a 32nd of the range of luma, wherever it begins. */
  readonly dominance: number | null;
}

/** What is kept of a frame once its samples are gone. */
export interface FrameRecord {
  readonly ordinal: number;
  /** Presentation timestamp in ticks of the stream's time base. */
  readonly ptsTicks: number;
  readonly ptsSource: PtsSource;
  /** `(ptsTicks − startPts) × timeBase`, in seconds. */
  readonly timeSeconds: number;
  /** Coded size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly keyFrame: boolean;
  readonly corrupt: boolean;
  /** XXH64 (seed 0) of the decoded planes, tightly packed in order, before any filter. Unsigned 64 bit. */
  readonly fingerprint: bigint;
  readonly facts: FrameFacts;
}

/** How RGB is made from the samples of a frame, beyond what they mean. */
export interface Rendering {
  /** The part of the coded picture inside constant black bars; `null` for all of it. */
  readonly crop: Rectangle | null;
  /** How high dynamic range becomes standard range; `null` where it doesn't. */
  readonly toneMap: ToneMap | null;
}

/** The tone curve of ITU-R BT.2390, from PQ or HLG to BT.709. */
export type ToneMap = 'bt2390';

/**
 * A decoded frame. It is leased: valid until the next pull from the iterator that gave it, unless retained.
 * Reading `planes` or `bytes` after the last reference is released throws.
 */
export interface Frame {
  readonly record: FrameRecord;
  readonly format: PictureFormat;
  readonly layout: FrameLayout;
  readonly rendering: Rendering;
  /** Whether it was decoded from the start of the stream (see {@link DecodedFrame}). */
  readonly linear?: boolean;
  /** All planes, tightly packed (see `layout`). Do not write to them. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** See {@link FrameBuffer}. */
  readonly memory?: FrameMemory;
  /** Keeps the frame beyond the next pull; pair it with `release()`. */
  retain(): void;
  release(): void;
}

/** An upright picture with square pixels: interleaved R, G, B, rows from the top, no padding. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 8 in a `Uint8Array`, 16 in a `Uint16Array` (full range 0…65535). */
  readonly data: Uint8Array | Uint16Array;
}

/** What is asked of an {@link RgbConverter}. */
export interface RgbOptions {
  /** Default: 8. */
  readonly bitDepth?: 8 | 16;
  /** `active`, the default, leaves out constant black bars (see {@link Rendering}); `whole` keeps them. */
  readonly area?: 'active' | 'whole';
}

/**
 * Makes an upright RGB picture from a frame: range, matrix, chroma position, tone map, crop, pixel aspect and rotation
 * applied.
 */
export type RgbConverter = (frame: Frame, options?: RgbOptions) => RgbImage;
