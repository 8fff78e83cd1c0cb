import { type ColorDescription, type Rational, type StreamDescription, sampleColor } from '@framesieve/core';
import * as av from 'node-av/constants';
import { avGetCodecName, type FormatContext, type IRational, type Stream } from 'node-av/lib';
import { describeColor } from './color-tags.ts';
import { orientationOf } from './display-matrix.ts';
import { pixelFormatName, travelsAs } from './native-picture.ts';

/** FFmpeg's value for "no timestamp". */
const noTimestamp = av.AV_NOPTS_VALUE;

/** A timestamp as a number; `null` for none, and for one that only damage can have made: no double holds it exactly. */
export function ticksOf(timestamp: bigint): number | null {
  const ticks = Number(timestamp);
  return timestamp === noTimestamp || !Number.isSafeInteger(ticks) ? null : ticks;
}

/** The video streams of an opened file, as its headers describe them. */
export function describeStreams(demuxer: FormatContext): readonly StreamDescription[] {
  return demuxer.streams
    .filter(stream => stream.codecpar.codecType === av.AVMEDIA_TYPE_VIDEO)
    .map(stream => describeStream(stream, demuxer));
}

/** The tags of an opened file, those of its video streams under `<index>:<name>`. */
export function readTags({ metadata, streams }: FormatContext): Readonly<Record<string, string>> {
  const own = streams
    .filter(stream => stream.codecpar.codecType === av.AVMEDIA_TYPE_VIDEO)
    .flatMap(stream =>
      Object.entries(stream.metadata?.getAll() ?? {}).map(([name, value]) => [
        `${stream.index}:${name}`,
        value,
      ]),
    );
  return { ...metadata?.getAll(), ...Object.fromEntries(own) };
}

/** The pixel aspect of a picture: the container's word goes before the codec's, as in FFmpeg; 1/1 when neither has one. */
export function pixelAspectOf(stream: IRational, codec: IRational): Rational {
  return positiveRational(stream) ?? positiveRational(codec) ?? { numerator: 1, denominator: 1 };
}

function describeStream(stream: Stream, demuxer: FormatContext): StreamDescription {
  const { codecpar } = stream;
  const pixelFormat = pixelFormatName(codecpar.format);
  const frameCount = Number(stream.nbFrames);
  return {
    index: stream.index,
    codec: avGetCodecName(codecpar.codecId) ?? 'unknown',
    width: codecpar.width,
    height: codecpar.height,
    pixelFormat,
    color: statedColor(codecpar, pixelFormat),
    timeBase: { numerator: stream.timeBase.num, denominator: stream.timeBase.den },
    frameRate: positiveRational(stream.avgFrameRate) ?? positiveRational(stream.rFrameRate),
    durationSeconds: durationOf(stream, demuxer),
    frameCount: frameCount > 0 ? frameCount : null,
    ...orientationOf(codecpar.getCodedSideData(av.AV_PKT_DATA_DISPLAYMATRIX)),
    pixelAspect: pixelAspectOf(stream.sampleAspectRatio, codecpar.sampleAspectRatio),
    attachedPicture: stream.hasDisposition(av.AV_DISPOSITION_ATTACHED_PIC),
    isDefault: stream.hasDisposition(av.AV_DISPOSITION_DEFAULT),
  };
}

function statedColor(codecpar: Stream['codecpar'], pixelFormat: string | null): ColorDescription {
  const color = describeColor(codecpar, pixelFormat?.startsWith('yuvj') ?? false);
  const travels = travelsAs(codecpar.format);
  return travels ? sampleColor(color, travels) : color;
}

function durationOf(stream: Stream, demuxer: FormatContext): number | null {
  const { duration, timeBase } = stream;
  if (duration !== noTimestamp && duration > 0n) return (Number(duration) * timeBase.num) / timeBase.den;
  if (demuxer.duration !== noTimestamp && demuxer.duration > 0n) return Number(demuxer.duration) / 1e6;
  return null;
}

function positiveRational({ num, den }: IRational): Rational | null {
  return num > 0 && den > 0 ? { numerator: num, denominator: den } : null;
}
