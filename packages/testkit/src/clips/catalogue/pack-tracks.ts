import type { Rational } from '@framesieve/core';
import { AV_LOG_ERROR, AV_NOPTS_VALUE, AVFMT_FLAG_BITEXACT } from 'node-av/constants';
import { Dictionary, FormatContext, Rational as LibavRational, Log, Packet } from 'node-av/lib';
import { check } from '../encode-clip.ts';
import type { Track, TrackPacket } from './track.ts';

/** How tracks are packed. */
export interface PackOptions {
  /** FFmpeg's name of the muxer; that of the file's extension by default. */
  readonly format?: string;
  readonly muxerOptions?: Readonly<Record<string, string>>;
}

/**
 * Packs tracks into a file without encoding anything.
 *
 * @returns the time base of each stream as the muxer set it.
 */
export async function packTracks(
  file: string,
  tracks: readonly Track[],
  options: PackOptions = {},
): Promise<readonly Rational[]> {
  // Muxers warn of what is wanted here: packets without times.
  const logLevel = Log.getLevel();
  Log.setLevel(AV_LOG_ERROR);
  try {
    return await pack(file, tracks, options);
  } finally {
    Log.setLevel(logLevel);
  }
}

async function pack(
  file: string,
  tracks: readonly Track[],
  { format, muxerOptions = {} }: PackOptions,
): Promise<readonly Rational[]> {
  await using muxer = new FormatContext();
  check(muxer.allocOutputContext2(null, format ?? null, file), `choose a container for ${file}`);
  muxer.setFlags(AVFMT_FLAG_BITEXACT);
  for (const track of tracks) addStream(muxer, track);
  using options = Dictionary.fromObject({ ...muxerOptions });
  check(await muxer.openOutput(), `open ${file}`);
  try {
    check(await muxer.writeHeader(options), `write the header of ${file}`);
    using packet = new Packet();
    for (const { track, index, source } of inOrder(tracks)) {
      fill(packet, source, index);
      const { num, den } = muxer.streams[index]!.timeBase;
      packet.rescaleTs(libav(track.timeBase), new LibavRational(num, den));
      check(await muxer.interleavedWriteFrame(packet), `write a packet of ${file}`);
    }
    check(await muxer.writeTrailer(), `finish ${file}`);
    return muxer.streams.map(({ timeBase }) => ({ numerator: timeBase.num, denominator: timeBase.den }));
  } finally {
    await muxer.closeOutput();
  }
}

const libav = ({ numerator, denominator }: Rational) => new LibavRational(numerator, denominator);

function addStream(muxer: FormatContext, track: Track): void {
  const stream = muxer.newStream();
  check(track.parameters.copy(stream.codecpar), 'describe a stream');
  stream.timeBase = libav(track.timeBase);
  if (track.frameRate) stream.avgFrameRate = libav(track.frameRate);
  stream.sampleAspectRatio = track.parameters.sampleAspectRatio;
  // The type of the binding lists single flags; the field holds a sum of them.
  if (track.disposition !== undefined) stream.disposition = track.disposition as typeof stream.disposition;
  if (track.metadata) stream.metadata = Dictionary.fromObject({ ...track.metadata });
}

function fill(packet: Packet, source: TrackPacket, index: number): void {
  packet.unref();
  packet.alloc();
  packet.data = Buffer.from(source.data);
  packet.pts = source.ptsTicks === null ? AV_NOPTS_VALUE : BigInt(source.ptsTicks);
  packet.dts = source.dtsTicks === null ? AV_NOPTS_VALUE : BigInt(source.dtsTicks);
  packet.duration = BigInt(source.durationTicks);
  packet.isKeyframe = source.keyFrame;
  packet.streamIndex = index;
}

/** All packets by their decoding times; those of one track keep their order. */
function inOrder(tracks: readonly Track[]) {
  const packets = tracks.flatMap((track, index) =>
    track.packets.map((source, position) => ({ track, index, source, position })),
  );
  const seconds = ({ track, source, position }: (typeof packets)[number]) =>
    ((source.dtsTicks ?? source.ptsTicks ?? position) * track.timeBase.numerator) /
    track.timeBase.denominator;
  return packets.sort((a, b) => (a.index === b.index ? a.position - b.position : seconds(a) - seconds(b)));
}
