import {
  type ColorDescription,
  parsePixelFormat,
  type Rational,
  type Scan,
  unknownColor,
} from '@framesieve/core';
import { type EncodeSettings, encodeClip } from './encode-clip.ts';
import { storedTimes } from './packet-times.ts';
import { drawPalettePicture } from './palette-picture.ts';
import { drawTestPicture } from './test-picture.ts';

/** What clip to make. All plain data, so that it can be the key of a cache. */
export interface ClipOptions {
  /** FFmpeg's name of the encoder, e.g. `libx264`, `mpeg4`, `libvpx-vp9`, `ffv1`; `libx264` by default. */
  readonly encoder?: string;
  /** FFmpeg's name of the pixel format, packed ones (`nv12`, `rgb24`) too; `yuv420p` by default. */
  readonly pixelFormat?: string;
  /** Pixels; 160 by default. */
  readonly width?: number;
  /** Pixels; 120 by default. */
  readonly height?: number;
  /** Number of frames; 30 by default. */
  readonly frames?: number;
  /** Frames per second; 30 by default. */
  readonly frameRate?: Rational;
  /** Seconds per tick of `ptsTicks`; one frame by default. The container may keep another one: see the truth. */
  readonly timeBase?: Rational;
  /** Time of each frame; evenly spaced from 0 by default. */
  readonly ptsTicks?: readonly number[];
  /** Most frames from one key frame to the next; 12 by default. */
  readonly gop?: number;
  /** Most B-frames in a row; 0 by default. */
  readonly bFrames?: number;
  /** Clockwise degrees for display; 0 by default. */
  readonly rotation?: 0 | 90 | 180 | 270;
  /** Mirrored left to right for display, before it is turned; `false` by default. */
  readonly mirrored?: boolean;
  /** Width to height of a pixel; 1/1 by default. */
  readonly pixelAspect?: Rational;
  /** What the codec says of the pixel aspect, where that differs from the container. */
  readonly codecPixelAspect?: Rational;
  /** Interlaced coding, where the encoder can, with this field first; `progressive` by default. */
  readonly scan?: Scan;
  /** Colour tags; none by default. */
  readonly color?: Partial<ColorDescription>;
  /** `false` for frames without their number, e.g. ones that are too small for it; `true` by default. */
  readonly numbered?: boolean;
  /** Further options of the encoder. */
  readonly encoderOptions?: Readonly<Record<string, string>>;
  /** Options of the muxer. */
  readonly muxerOptions?: Readonly<Record<string, string>>;
  /** Tags of the container under FFmpeg's names, e.g. `creation_time`; none by default. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is true of a generated clip. */
export interface ClipTruth {
  /** Number of frames; frame `i` carries the number `i` in its pixels. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: string;
  /** Time base of the stream in the file. */
  readonly timeBase: Rational;
  /** Timestamp of each frame in ticks of that time base, as the file has them; `null` when the container keeps none. */
  readonly ptsTicks: readonly number[] | null;
  /** Ordinals of the frames that the encoder marked as key frames, ascending. */
  readonly keyFrames: readonly number[];
}

// Fast, and without hidden packets that carry no frame.
const encoderDefaults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  libx264: { preset: 'veryfast', crf: '20' },
  libx265: { preset: 'ultrafast', crf: '20', 'x265-params': 'log-level=error' },
  libvpx: { deadline: 'realtime', 'cpu-used': '8', 'auto-alt-ref': '0', crf: '10', b: '2000000' },
  'libvpx-vp9': { deadline: 'realtime', 'cpu-used': '8', 'auto-alt-ref': '0', crf: '20', b: '0' },
  libsvtav1: { preset: '12', crf: '25' },
  mpeg4: { b: '4000000' },
  mpeg2video: { b: '4000000' },
};

const interlacedOptions: Readonly<Record<Scan, Readonly<Record<string, string>>>> = {
  progressive: {},
  'top-first': { flags: '+ildct+ilme', field_order: 'tt' },
  'bottom-first': { flags: '+ildct+ilme', field_order: 'bb' },
};

/**
 * Makes a clip in which every frame carries its ordinal in its pixels (see `readFrameNumber`). The container follows
 * the file's extension. Everything is encoded in process; no ffmpeg command is needed.
 *
 * @returns the truth about the file, with its timestamps read back from the container's packets.
 * @throws Error when the container changed the timestamps otherwise than by one constant shift.
 */
export async function makeClip(file: string, options: ClipOptions = {}): Promise<ClipTruth> {
  const { width = 160, height = 120, frames = 30, pixelFormat = 'yuv420p' } = options;
  const settings = encodeSettings(options);
  const format = parsePixelFormat(withoutRange(settings.sourceFormat));
  const duration = frameDuration(settings);
  const ptsTicks = options.ptsTicks ?? Array.from({ length: frames }, (_, ordinal) => ordinal * duration);
  if (ptsTicks.length !== frames) {
    throw new RangeError(`Expected ${frames} timestamps for \`ptsTicks\` but received ${ptsTicks.length}.`);
  }
  function* pictures() {
    for (const [ordinal, ticks] of ptsTicks.entries()) {
      const next = ptsTicks[ordinal + 1] ?? ticks + duration;
      const bytes = format
        ? drawTestPicture({ format, width, height, numbered: options.numbered ?? true }, ordinal)
        : drawPalettePicture(width, height, ordinal);
      yield { bytes, ptsTicks: ticks, durationTicks: Math.max(1, next - ticks) };
    }
  }
  const encoded = await encodeClip(file, settings, pictures());
  return {
    frames,
    width,
    height,
    pixelFormat,
    ...(await storedTimes(file, encoded)),
    keyFrames: encoded.keyFrames,
  };
}

// `yuvj420p` is the deprecated name of full-range `yuv420p`.
const withoutRange = (pixelFormat: string) => pixelFormat.replace('yuvj', 'yuv');

function sourceFormatOf(pixelFormat: string): string {
  if (parsePixelFormat(withoutRange(pixelFormat)) || pixelFormat === 'pal8') return pixelFormat;
  if (/^(rgba|bgra|argb|abgr)/.test(pixelFormat)) return 'gbrap';
  return /^(rgb|bgr|0rgb|0bgr)/.test(pixelFormat) ? 'gbrp' : 'yuv420p';
}

/** What an encoder is told for a clip, with the defaults filled in. */
export function encodeSettings(options: ClipOptions): EncodeSettings {
  const { encoder = 'libx264', pixelFormat = 'yuv420p' } = options;
  const frameRate = options.frameRate ?? { numerator: 30, denominator: 1 };
  return {
    encoder,
    sourceFormat: sourceFormatOf(pixelFormat),
    pixelFormat,
    width: options.width ?? 160,
    height: options.height ?? 120,
    timeBase: options.timeBase ?? { numerator: frameRate.denominator, denominator: frameRate.numerator },
    frameRate,
    gop: options.gop ?? 12,
    bFrames: options.bFrames ?? 0,
    rotation: options.rotation ?? 0,
    mirrored: options.mirrored ?? false,
    pixelAspect: options.pixelAspect ?? { numerator: 1, denominator: 1 },
    ...(options.codecPixelAspect && { codecPixelAspect: options.codecPixelAspect }),
    scan: options.scan ?? 'progressive',
    color: { ...unknownColor, ...options.color },
    encoderOptions: {
      ...encoderDefaults[encoder],
      ...interlacedOptions[options.scan ?? 'progressive'],
      ...options.encoderOptions,
    },
    muxerOptions: options.muxerOptions ?? {},
    ...(options.tags && { tags: options.tags }),
  };
}

function frameDuration({ frameRate, timeBase }: EncodeSettings): number {
  const ticks = (frameRate.denominator * timeBase.denominator) / (frameRate.numerator * timeBase.numerator);
  return Math.max(1, Math.round(ticks));
}
