import {
  type FrameAllocator,
  type FrameBuffer,
  type FrameLayout,
  FrameSieveError,
  frameLayout,
  type PictureFormat,
  type PixelFormat,
  parsePixelFormat,
} from '@framesieve/core';
import type { AVPixelFormat, SwsFlags } from 'node-av/constants';
import * as av from 'node-av/constants';
import {
  avcodecFindBestPixFmtOfList,
  avGetPixFmtFromName,
  avGetPixFmtName,
  avImageCopyToBuffer,
  Frame,
  SoftwareScaleContext,
} from 'node-av/lib';
import { type NativePlanes, planesFailure, withPlanes } from './native-planes.ts';
import { type PackedFormat, packedFormat, unpackRow } from './packed-formats.ts';

/** The format in which frames of a native format travel; `packed` says how to rearrange their samples. */
export interface TravelFormat {
  readonly pixelFormat: PixelFormat;
  readonly packed: PackedFormat | null;
  /** Set for the deprecated formats that are full range by their name. */
  readonly fullRange: boolean;
}

/** Finds the travel format of a native one; `null` for those that need swscale first (palettes, bit fields, floats). */
function travelFormat(nativeName: string): TravelFormat | null {
  const fullRange = nativeName.startsWith('yuvj');
  const planar = parsePixelFormat(fullRange ? nativeName.replace('yuvj', 'yuv') : nativeName);
  if (planar) return { pixelFormat: planar, packed: null, fullRange };
  const packed = packedFormat(nativeName);
  const pixelFormat = packed && parsePixelFormat(packed.target);
  return pixelFormat && { pixelFormat, packed, fullRange };
}

/** The name of a native pixel format. */
export function pixelFormatName(format: number): string | null {
  return format < 0 ? null : avGetPixFmtName(format as AVPixelFormat);
}

/** The pixel format in which frames of a native format travel; `null` when there is none. */
export function travelsAs(format: number): PixelFormat | null {
  const name = pixelFormatName(format);
  if (name === null) return null;
  const travel =
    travelFormat(name) ?? travelFormat(pixelFormatName(unfoldTarget(format as AVPixelFormat)) ?? '');
  return travel?.pixelFormat ?? null;
}

/** Copies the samples of a native frame, tightly packed, into a leased buffer. */
export async function copyPicture(
  source: Frame,
  describe: (travel: TravelFormat) => PictureFormat,
  frames: FrameAllocator,
  signal: AbortSignal,
): Promise<{ readonly format: PictureFormat; readonly buffer: FrameBuffer }> {
  const travel = travelFormat(pixelFormatName(source.format) ?? '');
  if (!travel) {
    const unfolded = await unfold(source);
    try {
      return await copyPicture(unfolded, describe, frames, signal);
    } finally {
      unfolded.free();
    }
  }
  const format = describe(travel);
  const layout = frameLayout(travel.pixelFormat, format.width, format.height);
  const buffer = await frames.acquire(layout.byteLength, signal);
  try {
    withPlanes(source, planes => {
      const native = source.format as AVPixelFormat;
      if (travel.packed) unpack(planes, travel.packed, layout, buffer.bytes);
      else copyPlanes(planes, native, format, buffer.bytes);
    });
    return { format, buffer };
  } catch (error) {
    buffer.release();
    throw error;
  }
}

/** FFmpeg lays tightly packed planes out as frames travel, one behind the other. */
function copyPlanes(
  { data, strides }: NativePlanes,
  native: AVPixelFormat,
  { width, height }: PictureFormat,
  { buffer, byteOffset, byteLength }: Uint8Array<SharedArrayBuffer>,
): void {
  const target = Buffer.from(buffer, byteOffset, byteLength);
  const copied = avImageCopyToBuffer(target, byteLength, [...data], [...strides], native, width, height, 1);
  if (copied !== byteLength) throw planesFailure('copy', Math.min(copied, av.AVERROR_UNKNOWN));
}

function unpack(
  { data, strides }: NativePlanes,
  packed: PackedFormat,
  { planes }: FrameLayout,
  bytes: Uint8Array<SharedArrayBuffer>,
): void {
  for (const [i, plane] of planes.entries()) {
    const target = bytes.subarray(plane.offset, plane.offset + plane.stride * plane.height);
    const component = packed.components[i]!;
    const from = data[component.plane]!;
    const stride = strides[component.plane]!;
    for (let y = 0; y < plane.height; y++)
      unpackRow(from, y * stride, packed, component, target, y * plane.stride, plane.width);
  }
}

/** Palette, bit-field, float and other rare formats: swscale turns them into one whose samples can be moved. */
async function unfold(source: Frame): Promise<Frame> {
  const native = source.format as AVPixelFormat;
  const target = unfoldTarget(native);
  const scaler = new SoftwareScaleContext();
  const result = new Frame();
  result.alloc();
  try {
    result.copyProps(source);
    result.width = source.width;
    result.height = source.height;
    result.format = target;
    const allocated = result.getBuffer();
    if (allocated < 0) throw planesFailure('allocate', allocated);
    const { width, height } = source;
    try {
      scaler.getContext(width, height, native, width, height, target, exactScaling as SwsFlags);
    } catch {
      throw unreadable(native);
    }
    const scaled = await scaler.scaleFrame(result, source);
    if (scaled < 0) throw planesFailure('convert', scaled);
    return result;
  } catch (error) {
    result.free();
    throw error;
  } finally {
    scaler.freeContext();
  }
}

const exactScaling =
  av.SWS_BICUBIC | av.SWS_ACCURATE_RND | av.SWS_FULL_CHR_H_INT | av.SWS_FULL_CHR_H_INP | av.SWS_BITEXACT;

const unfoldable = [
  'gray',
  'gray16le',
  'rgb24',
  'bgra',
  'rgb48le',
  'rgba64le',
  'gbrp10le',
  'gbrp12le',
  'gbrp14le',
  'gbrp16le',
  'gbrap16le',
  'yuv410p',
  'yuv411p',
  'yuv420p',
  'yuv422p',
  'yuv440p',
  'yuv444p',
  'yuva444p',
  'yuv444p10le',
  'yuv444p12le',
  'yuv444p16le',
  'yuva444p10le',
  'yuva444p12le',
  'yuva444p16le',
];

function unfoldTarget(native: AVPixelFormat): AVPixelFormat {
  if (native === av.AV_PIX_FMT_PAL8) return av.AV_PIX_FMT_BGRA;
  return avcodecFindBestPixFmtOfList(unfoldable.map(avGetPixFmtFromName), native);
}

function unreadable(native: AVPixelFormat): FrameSieveError {
  return new FrameSieveError({
    code: 'decode-failed',
    message: `Pictures of pixel format ${pixelFormatName(native) ?? native} can't be unpacked.`,
    hint: 'Convert the video to a common format.',
  });
}
