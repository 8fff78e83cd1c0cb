import type { ColorDescription, Rational, Scan } from '@framesieve/core';
import * as constants from 'node-av/constants';
import {
  avGetPixFmtFromName,
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  Rational as LibavRational,
  Log,
  Packet,
  SoftwareScaleContext,
  type Stream,
} from 'node-av/lib';
import { colorCodes } from './color-codes.ts';
import { displayMatrix } from './display-matrix.ts';
import { rescaleTicks } from './rescale-ticks.ts';

/** How a clip is encoded and packed. Names are FFmpeg's. */
export interface EncodeSettings {
  readonly encoder: string;
  /** Format of the pictures that are passed in. */
  readonly sourceFormat: string;
  /** Format that is encoded. */
  readonly pixelFormat: string;
  readonly width: number;
  readonly height: number;
  readonly timeBase: Rational;
  readonly frameRate: Rational;
  readonly gop: number;
  readonly bFrames: number;
  readonly rotation: 0 | 90 | 180 | 270;
  readonly mirrored: boolean;
  /** As the container states it. */
  readonly pixelAspect: Rational;
  /** As the codec states it; absent: like the container. */
  readonly codecPixelAspect?: Rational;
  /** Absent: `progressive`. */
  readonly scan?: Scan;
  readonly color: ColorDescription;
  readonly encoderOptions: Readonly<Record<string, string>>;
  readonly muxerOptions: Readonly<Record<string, string>>;
  /** Tags of the container; absent: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** One picture to encode, packed tightly, with its time in ticks of the settings' time base. */
export interface TimedPicture {
  readonly bytes: Uint8Array;
  readonly ptsTicks: number;
  readonly durationTicks: number;
}

/** What went into the file. */
export interface EncodedClip {
  /** Time base of the stream as the muxer set it. */
  readonly timeBase: Rational;
  /** Timestamps of the pictures in that time base, in the order they were passed in, before the muxer shifts them. */
  readonly ptsTicks: readonly number[];
  /** Ordinals of the packets that the encoder marked as key frames, ascending. */
  readonly keyFrames: readonly number[];
}

/** Throws when FFmpeg's return value is an error. */
export function check(code: number, operation: string): void {
  FFmpegError.throwIfError(code, operation);
}

const rational = (value: Rational) => new LibavRational(value.numerator, value.denominator);

/** Encodes pictures into a file in process; the container follows the file's extension. */
export async function encodeClip(
  file: string,
  settings: EncodeSettings,
  pictures: Iterable<TimedPicture> | AsyncIterable<TimedPicture>,
): Promise<EncodedClip> {
  const codec = Codec.findEncoderByName(settings.encoder as never);
  if (!codec) throw new RangeError(`FFmpeg's libraries have no encoder ${settings.encoder}.`);
  // The encoders print statistics otherwise.
  const logLevel = Log.getLevel();
  Log.setLevel(constants.AV_LOG_ERROR);
  if (settings.encoder === 'libsvtav1') process.env.SVT_LOG ??= '1';
  try {
    return await encodeWith(codec, file, settings, pictures);
  } finally {
    Log.setLevel(logLevel);
  }
}

async function encodeWith(
  codec: Codec,
  file: string,
  settings: EncodeSettings,
  pictures: Iterable<TimedPicture> | AsyncIterable<TimedPicture>,
): Promise<EncodedClip> {
  await using muxer = new FormatContext();
  check(muxer.allocOutputContext2(null, null, file), `choose a container for ${file}`);
  muxer.setFlags(constants.AVFMT_FLAG_BITEXACT);
  if (settings.tags) muxer.metadata = Dictionary.fromObject({ ...settings.tags });
  using encoder = openEncoder(codec, settings, muxer);
  using encoderOptions = Dictionary.fromObject({ ...settings.encoderOptions });
  check(await encoder.open2(codec, encoderOptions), `open the encoder ${settings.encoder}`);
  const stream = addStream(muxer, encoder, settings);
  using muxerOptions = Dictionary.fromObject({ ...settings.muxerOptions });
  check(await muxer.openOutput(), `open ${file}`);
  try {
    check(await muxer.writeHeader(muxerOptions), `write the header of ${file}`);
    const written = await encodeInto(muxer, stream, encoder, settings, pictures);
    check(await muxer.writeTrailer(), `finish ${file}`);
    return written;
  } finally {
    await muxer.closeOutput();
  }
}

function openEncoder(codec: Codec, settings: EncodeSettings, muxer: FormatContext): CodecContext {
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.width = settings.width;
  encoder.height = settings.height;
  encoder.pixelFormat = avGetPixFmtFromName(settings.pixelFormat);
  encoder.timeBase = rational(settings.timeBase);
  encoder.framerate = rational(settings.frameRate);
  encoder.sampleAspectRatio = rational(settings.codecPixelAspect ?? settings.pixelAspect);
  encoder.gopSize = settings.gop;
  encoder.maxBFrames = settings.bFrames;
  // A fixed number of threads: some encoders' output depends on it.
  encoder.threadCount = 2;
  Object.assign(encoder, colorCodes(settings.color));
  encoder.setFlags(constants.AV_CODEC_FLAG_BITEXACT);
  if (Number(muxer.oformat!.flags) & Number(constants.AVFMT_GLOBALHEADER)) {
    encoder.setFlags(constants.AV_CODEC_FLAG_GLOBAL_HEADER);
  }
  return encoder;
}

function addStream(muxer: FormatContext, encoder: CodecContext, settings: EncodeSettings): Stream {
  const stream = muxer.newStream();
  check(stream.codecpar.fromContext(encoder), 'describe the stream');
  stream.timeBase = rational(settings.timeBase);
  stream.avgFrameRate = rational(settings.frameRate);
  stream.sampleAspectRatio = rational(settings.pixelAspect);
  // The muxer refuses a container that says something else than this.
  stream.codecpar.sampleAspectRatio = rational(settings.pixelAspect);
  if (settings.rotation !== 0 || settings.mirrored) {
    const matrix = displayMatrix(settings.rotation, settings.mirrored);
    check(
      stream.codecpar.addCodedSideData(constants.AV_PKT_DATA_DISPLAYMATRIX, matrix),
      'add the display matrix',
    );
  }
  return stream;
}

async function encodeInto(
  muxer: FormatContext,
  stream: Stream,
  encoder: CodecContext,
  settings: EncodeSettings,
  pictures: Iterable<TimedPicture> | AsyncIterable<TimedPicture>,
): Promise<EncodedClip> {
  const streamTimeBase = stream.timeBase;
  const timeBase = { numerator: streamTimeBase.num, denominator: streamTimeBase.den };
  const times: number[] = [];
  const waiting = new Map<bigint, number[]>();
  const keyFrames: number[] = [];
  using packet = new Packet();
  packet.alloc();
  const drain = async () => {
    for (;;) {
      const code = await encoder.receivePacket(packet);
      if (code === constants.AVERROR_EOF || FFmpegError.is(code, eagain)) return;
      check(code, 'encode');
      const ordinal = waiting.get(packet.pts)?.shift();
      if (packet.isKeyframe && ordinal !== undefined) keyFrames.push(ordinal);
      packet.streamIndex = stream.index;
      packet.rescaleTs(encoder.timeBase, streamTimeBase);
      check(await muxer.interleavedWriteFrame(packet), 'write a packet');
    }
  };
  for await (const picture of pictures) {
    using frame = makeFrame(settings, picture);
    const pts = BigInt(picture.ptsTicks);
    waiting.set(pts, [...(waiting.get(pts) ?? []), times.length]);
    times.push(rescaleTicks(picture.ptsTicks, settings.timeBase, timeBase));
    check(await encoder.sendFrame(frame), 'encode');
    await drain();
  }
  check(await encoder.sendFrame(null), 'end encoding');
  await drain();
  return {
    timeBase,
    ptsTicks: times,
    keyFrames: keyFrames.sort((a, b) => a - b),
  };
}

const eagain = Number(FFmpegError.AVERROR('EAGAIN' as never));

function makeFrame(settings: EncodeSettings, picture: TimedPicture): Frame {
  const { width, height } = settings;
  const timeBase = rational(settings.timeBase);
  const source = Frame.fromVideoBuffer(
    Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength),
    {
      width,
      height,
      format: avGetPixFmtFromName(settings.sourceFormat),
      timeBase,
      pts: BigInt(picture.ptsTicks),
    } as never,
  );
  let frame = source;
  if (settings.pixelFormat !== settings.sourceFormat) {
    frame = convert(source, settings);
    source.free();
  }
  Object.assign(frame, colorCodes(settings.color));
  frame.pts = BigInt(picture.ptsTicks);
  frame.duration = BigInt(picture.durationTicks);
  frame.timeBase = timeBase;
  frame.sampleAspectRatio = rational(settings.codecPixelAspect ?? settings.pixelAspect);
  if ((settings.scan ?? 'progressive') !== 'progressive') frame.setFlags(constants.AV_FRAME_FLAG_INTERLACED);
  if (settings.scan === 'top-first') frame.setFlags(constants.AV_FRAME_FLAG_TOP_FIELD_FIRST);
  return frame;
}

function convert(source: Frame, settings: EncodeSettings): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.width = settings.width;
  frame.height = settings.height;
  frame.format = avGetPixFmtFromName(settings.pixelFormat);
  check(frame.getBuffer(), 'allocate a picture');
  using scaler = new SoftwareScaleContext();
  scaler.getContext(
    source.width,
    source.height,
    source.format as constants.AVPixelFormat,
    frame.width,
    frame.height,
    frame.format as constants.AVPixelFormat,
    constants.SWS_POINT,
  );
  check(scaler.scaleFrameSync(frame, source), 'convert a picture');
  return frame;
}
