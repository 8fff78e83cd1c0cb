import type { Rational } from '@framesieve/core';
import { AV_NOPTS_VALUE, AVERROR_EOF } from 'node-av/constants';
import { CodecParameters, FormatContext, Packet } from 'node-av/lib';
import { check } from '../encode-clip.ts';

/** A packet as plain data; times in ticks of its track, `null` for none. */
export interface TrackPacket {
  readonly data: Uint8Array;
  readonly ptsTicks: number | null;
  readonly dtsTicks: number | null;
  readonly durationTicks: number;
  readonly keyFrame: boolean;
}

/** A stream to be packed, with its packets in decoding order. */
export interface Track {
  readonly parameters: CodecParameters;
  readonly timeBase: Rational;
  readonly frameRate: Rational | null;
  readonly packets: readonly TrackPacket[];
  /** FFmpeg's `AV_DISPOSITION_…`. */
  readonly disposition?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

const ticksOf = (time: bigint) => (time === AV_NOPTS_VALUE ? null : Number(time));

/** Reads a stream of a file, as it is packed there. */
export async function readTrack(file: string, index = 0): Promise<Track> {
  await using demuxer = new FormatContext();
  check(await demuxer.openInput(file), `open ${file}`);
  check(await demuxer.findStreamInfo(), `probe ${file}`);
  const stream = demuxer.streams[index]!;
  const parameters = new CodecParameters();
  parameters.alloc();
  check(stream.codecpar.copy(parameters), 'copy the description of a stream');
  // The container it came from may have another tag for the codec than the one it goes to.
  parameters.codecTag = 0;
  const packets: TrackPacket[] = [];
  using packet = new Packet();
  packet.alloc();
  for (;;) {
    const code = await demuxer.readFrame(packet);
    if (code === AVERROR_EOF) break;
    check(code, `read ${file}`);
    if (packet.streamIndex === index) {
      packets.push({
        data: Uint8Array.from(packet.data!),
        ptsTicks: ticksOf(packet.pts),
        dtsTicks: ticksOf(packet.dts),
        durationTicks: Number(packet.duration),
        keyFrame: packet.isKeyframe,
      });
    }
    packet.unref();
  }
  const { timeBase, avgFrameRate } = stream;
  return {
    parameters,
    timeBase: { numerator: timeBase.num, denominator: timeBase.den },
    frameRate: avgFrameRate.num > 0 ? { numerator: avgFrameRate.num, denominator: avgFrameRate.den } : null,
    packets,
  };
}

/** Moves all packets of a track in time. */
export function shiftTrack(track: Track, ticks: number): Track {
  const shifted = (time: number | null) => (time === null ? null : time + ticks);
  const packets = track.packets.map(packet => ({
    ...packet,
    ptsTicks: shifted(packet.ptsTicks),
    dtsTicks: shifted(packet.dtsTicks),
  }));
  return { ...track, packets };
}
