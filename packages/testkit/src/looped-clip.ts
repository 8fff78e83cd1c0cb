import { AVERROR_EOF, AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import { Dictionary, FormatContext, Packet, type Stream } from 'node-av/lib';
import { type CachedFile, cached } from './clips/clip-cache.ts';
import { check } from './clips/encode-clip.ts';

/** A video that plays another one's over and over. */
export interface LoopedClip {
  /** Number of frames, at least as many as were asked for. */
  readonly frames: number;
}

interface VideoPackets {
  readonly packets: readonly Packet[];
  /** Ticks from the beginning of one repetition to that of the next. */
  readonly durationTicks: number;
}

/**
 * Copies the packets of a file's video over and over into an MP4 file, until it has so many frames. Nothing is encoded, so that
 * a long video is made within a second. It is kept like `sharedClip()`: don't write to it.
 *
 * @param source a video that begins with a key frame, and whose every packet is one frame with times.
 */
export function loopedClip(source: string, frames: number): Promise<CachedFile<LoopedClip>> {
  return cached({ name: 'looped.mp4', key: [source, frames], make: file => loop(source, file, frames) });
}

async function loop(source: string, file: string, frames: number): Promise<LoopedClip> {
  await using demuxer = new FormatContext();
  check(await demuxer.openInput(source), `open ${source}`);
  check(await demuxer.findStreamInfo(), `probe ${source}`);
  const from = demuxer.streams[demuxer.findBestStream(AVMEDIA_TYPE_VIDEO)]!;
  const { packets, durationTicks } = await readPackets(demuxer, from);
  await using muxer = new FormatContext();
  check(muxer.allocOutputContext2(null, 'mp4', file), `choose a container for ${file}`);
  const stream = muxer.newStream();
  check(from.codecpar.copy(stream.codecpar), 'describe the stream');
  stream.codecpar.codecTag = 0;
  stream.timeBase = from.timeBase;
  using options = Dictionary.fromObject({});
  check(await muxer.openOutput(), `open ${file}`);
  try {
    check(await muxer.writeHeader(options), `write the header of ${file}`);
    const repetitions = Math.ceil(frames / packets.length);
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const packet of packets) await write(muxer, packet, from, stream, repetition * durationTicks);
    }
    check(await muxer.writeTrailer(), `finish ${file}`);
    return { frames: repetitions * packets.length };
  } finally {
    await muxer.closeOutput();
    for (const packet of packets) packet.free();
  }
}

async function write(muxer: FormatContext, source: Packet, from: Stream, to: Stream, shiftTicks: number) {
  using packet = source.clone()!;
  packet.pts += BigInt(shiftTicks);
  packet.dts += BigInt(shiftTicks);
  packet.streamIndex = to.index;
  packet.rescaleTs(from.timeBase, to.timeBase);
  check(await muxer.interleavedWriteFrame(packet), 'write a packet');
}

async function readPackets(demuxer: FormatContext, stream: Stream): Promise<VideoPackets> {
  const packets: Packet[] = [];
  using packet = new Packet();
  packet.alloc();
  for (;;) {
    const code = await demuxer.readFrame(packet);
    if (code === AVERROR_EOF) break;
    check(code, 'read a packet');
    if (packet.streamIndex === stream.index) packets.push(packet.clone()!);
    packet.unref();
  }
  const starts = packets.map(({ pts }) => Number(pts));
  const last = Math.max(...packets.map(({ pts, duration }) => Number(pts + duration)));
  return { packets, durationTicks: last - Math.min(...starts) };
}
