import {
  type DecodedFrame,
  type PictureFormat,
  type ReadOptions,
  type Scan,
  sampleColor,
} from '@framesieve/core';
import * as av from 'node-av/constants';
import type { Frame, Stream } from 'node-av/lib';
import { describeColor } from './color-tags.ts';
import { orientationOf } from './display-matrix.ts';
import { isCorrupt } from './frame-reader.ts';
import { download } from './hardware.ts';
import { copyPicture, type TravelFormat } from './native-picture.ts';
import { pixelAspectOf, ticksOf } from './stream-description.ts';

/**
 * Copies a frame into a leased buffer, out of its device where it is in one.
 *
 * @param hardware the name of the device, if the frame can be in one.
 * @throws HardwareFailure when the device does not give it.
 */
export async function leaseFrame(
  frame: Frame,
  ordinal: number,
  { stream, hardware }: { readonly stream: Stream; readonly hardware: string | null },
  { options, signal }: { readonly options: ReadOptions; readonly signal: AbortSignal },
): Promise<DecodedFrame> {
  const corrupt = isCorrupt(frame);
  if (corrupt) options.report({ ordinal, message: 'The frame is damaged.' });
  const describe = (travel: TravelFormat) => describePicture(frame, stream, travel);
  const fetched = await download(frame);
  try {
    const picture = await copyPicture(fetched, describe, options.frames, signal);
    return {
      ordinal,
      ptsTicks: ticksOf(frame.bestEffortTimestamp),
      keyFrame: frame.hasFlags(av.AV_FRAME_FLAG_KEY),
      corrupt,
      ...picture,
      ...(fetched !== frame && hardware !== null && { hardware }),
    };
  } finally {
    if (fetched !== frame) fetched.free();
  }
}

/** The fields of HEVC are frames of their own (its `pic_struct` says which field each is), so none holds two moments. */
function scanOf(frame: Frame, { codecpar }: Stream): Scan {
  if (!frame.hasFlags(av.AV_FRAME_FLAG_INTERLACED)) return 'progressive';
  if (codecpar.codecId === av.AV_CODEC_ID_HEVC) return 'progressive';
  return frame.hasFlags(av.AV_FRAME_FLAG_TOP_FIELD_FIRST) ? 'top-first' : 'bottom-first';
}

function describePicture(frame: Frame, stream: Stream, travel: TravelFormat): PictureFormat {
  const matrix =
    frame.getSideData(av.AV_FRAME_DATA_DISPLAYMATRIX) ??
    stream.codecpar.getCodedSideData(av.AV_PKT_DATA_DISPLAYMATRIX);
  const color = describeColor(frame, travel.fullRange);
  return {
    width: frame.width,
    height: frame.height,
    pixelFormat: travel.pixelFormat,
    color: sampleColor(color, travel.pixelFormat),
    ...orientationOf(matrix),
    pixelAspect: pixelAspectOf(stream.sampleAspectRatio, frame.sampleAspectRatio),
    scan: scanOf(frame, stream),
  };
}
