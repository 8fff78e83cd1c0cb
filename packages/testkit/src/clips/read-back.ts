import { AV_NOPTS_VALUE, AVERROR_EOF, AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import { avGetPixFmtName, Codec, CodecContext, FormatContext, Frame, Packet } from 'node-av/lib';
import { check } from './encode-clip.ts';

/** A frame as FFmpeg's libraries decode it; `planes` are padded to `strides`. */
export interface ReadBackFrame {
  readonly ptsTicks: number | null;
  readonly keyFrame: boolean;
  readonly pixelFormat: string;
  /** Fields by which it is shown longer than its own two. */
  readonly repeatedFields: number;
  readonly width: number;
  readonly height: number;
  readonly planes: readonly Uint8Array[];
  readonly strides: readonly number[];
}

/** Decodes the first video stream of a file the plain way: what the generator's own tests hold it against. */
export async function* readBack(file: string): AsyncGenerator<ReadBackFrame> {
  await using demuxer = new FormatContext();
  check(await demuxer.openInput(file), `open ${file}`);
  check(await demuxer.findStreamInfo(), `probe ${file}`);
  const index = demuxer.findBestStream(AVMEDIA_TYPE_VIDEO);
  const stream = demuxer.streams[index]!;
  const codec = Codec.findDecoder(stream.codecpar.codecId)!;
  using decoder = new CodecContext();
  decoder.allocContext3(codec);
  check(decoder.parametersToContext(stream.codecpar), 'set up the decoder');
  decoder.pktTimebase = stream.timeBase;
  check(await decoder.open2(codec), 'open the decoder');
  using packet = new Packet();
  packet.alloc();
  using frame = new Frame();
  frame.alloc();
  for (let ended = false; !ended; ) {
    const code = await demuxer.readFrame(packet);
    ended = code === AVERROR_EOF;
    if (!ended) check(code, `read ${file}`);
    if (!ended && packet.streamIndex !== index) continue;
    check(await decoder.sendPacket(ended ? null : packet), `decode ${file}`);
    packet.unref();
    while ((await decoder.receiveFrame(frame)) >= 0) {
      yield snapshot(frame);
      frame.unref();
    }
  }
}

function snapshot(frame: Frame): ReadBackFrame {
  const pts = frame.bestEffortTimestamp;
  return {
    ptsTicks: pts === AV_NOPTS_VALUE ? null : Number(pts),
    keyFrame: frame.keyFrame === 1,
    pixelFormat: avGetPixFmtName(frame.format as never)!,
    repeatedFields: frame.repeatPict,
    width: frame.width,
    height: frame.height,
    planes: (frame.data ?? []).map(plane => Uint8Array.from(plane)),
    strides: frame.linesize,
  };
}
