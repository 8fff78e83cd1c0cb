import { type DecodeIssue, FrameSieveError } from '@framesieve/core';
import * as av from 'node-av/constants';
import {
  Codec,
  CodecContext,
  FFmpegError,
  type FormatContext,
  Frame,
  Packet,
  type Stream,
} from 'node-av/lib';

/** What a reader tells and asks. */
export interface FrameReaderOptions {
  /** Called before each step; throws to stop. */
  assertActive(): void;
  /** Notes damage. */
  report(issue: DecodeIssue): void;
}

/** Errors in a row, without any frame, after which a decoder that is being emptied is given up. */
const maximumFlushErrors = 100;

/**
 * Decodes the packets that the demuxer gives from here on. The yielded frame is valid until the next pull. Damage is
 * reported, and decoding goes on with the next packet. Between two pulls the demuxer may be moved, if the decoder is
 * flushed.
 */
export async function* readFrames(
  demuxer: FormatContext,
  stream: Stream,
  decoder: CodecContext,
  options: FrameReaderOptions,
): AsyncGenerator<Frame, void, undefined> {
  const packet = new Packet();
  packet.alloc();
  const frame = new Frame();
  frame.alloc();
  let ordinal = 0;
  const report = (what: string, code: number) =>
    options.report({ ordinal, message: `${what}: ${FFmpegError.strerror(code)}.` });
  const receive = async () => {
    options.assertActive();
    return decoder.receiveFrame(frame);
  };
  async function* drain(flushing: boolean): AsyncGenerator<Frame, void, undefined> {
    for (let errors = 0; errors < maximumFlushErrors; ) {
      const code = await receive();
      if (code === av.AVERROR_EOF || code === av.AVERROR_EAGAIN) return;
      if (code < 0) {
        report('A frame could not be decoded', code);
        if (!flushing) return;
        errors += 1;
        continue;
      }
      errors = 0;
      yield frame;
      ordinal += 1;
      frame.unref();
    }
  }
  try {
    for (;;) {
      options.assertActive();
      const code = await demuxer.readFrame(packet);
      if (code === av.AVERROR_EAGAIN) continue;
      if (code < 0) {
        if (code !== av.AVERROR_EOF) report('Reading the file stopped before its end', code);
        break;
      }
      try {
        if (packet.streamIndex !== stream.index) continue;
        let sent = await decoder.sendPacket(packet);
        if (sent === av.AVERROR_EAGAIN) {
          yield* drain(false);
          sent = await decoder.sendPacket(packet);
        }
        if (sent < 0) report('A packet could not be decoded', sent);
        yield* drain(false);
      } finally {
        packet.unref();
      }
    }
    await decoder.sendPacket(null);
    yield* drain(true);
  } finally {
    packet.free();
    frame.free();
  }
}

/**
 * Opens the decoder of a stream; whoever asks for it frees it.
 *
 * @throws FrameSieveError `decode-failed` when FFmpeg has none for the codec, or it refuses the stream.
 */
export async function openCodec(stream: Stream, threads: number): Promise<CodecContext> {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  const fail = (reason: string) =>
    new FrameSieveError({
      code: 'decode-failed',
      message: `Stream ${stream.index} can't be decoded: ${reason}.`,
      hint: 'Try another decoder with --decoder, or convert the video to a common format.',
    });
  if (!codec)
    throw fail(`FFmpeg has no decoder for its codec (${stream.codecpar.codecTagString ?? 'unknown'})`);
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  const set = decoder.parametersToContext(stream.codecpar);
  decoder.pktTimebase = stream.timeBase;
  decoder.threadCount = threads;
  const opened = set < 0 ? set : await decoder.open2(codec);
  if (opened < 0) {
    decoder.freeContext();
    throw fail(FFmpegError.strerror(opened));
  }
  return decoder;
}
