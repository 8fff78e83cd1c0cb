import type { Rational } from '@framesieve/core';
import type { ColorNames } from './color-names.ts';
import { isError, type LogLine, parseLogLine } from './log-line.ts';
import { PacketTimes } from './packet-times.ts';

/** What ffmpeg's log says of one frame that it puts out. */
export interface LoggedFrame {
  readonly ordinal: number;
  /** Timestamp in ticks; `null` when no packet carried it, i.e. when ffmpeg made it up. */
  readonly ptsTicks: number | null;
  readonly keyFrame: boolean;
  readonly corrupt: boolean;
  /** Native pixel format under FFmpeg's name. */
  readonly pixelFormat: string;
  readonly width: number;
  readonly height: number;
  /** `null` when the stream doesn't say. */
  readonly pixelAspect: Rational | null;
  readonly color: ColorNames;
}

/** What becomes of the log's contents. */
export interface FrameLogListener {
  /** A frame was put out; its samples follow in the pipe, after those of the frames before it. */
  onFrame(frame: LoggedFrame): void;
  /** The filters count time in this unit from now on. */
  onTimeBase(timeBase: Rational): void;
  /** An error was logged: while decoding, or before, when the file was looked at or the decoder was set up. */
  onError(line: LogLine, whileDecoding: boolean): void;
}

const frameLine =
  /^n: *\d+ pts: *(-?\d+|NOPTS) .*?fmt:(\S+) (?:cl:(\S+) )?sar:(\d+)\/(\d+) s:(\d+)x(\d+) i:\S+ iskey:([01])/;
const colorLine = /color_range:(\S+) color_space:(\S+) color_primaries:(\S+) color_trc:(\S+)/;
const packetLine = /^demuxer(?:\+\w+)? -> .*type:video .*pkt_pts:(\S+) .*pkt_dts:(\S+)/;
const timeBaseLine = /^config in time_base: (\d+)\/(\d+)/;

/**
 * Reads the log of a decode (see `decodeArguments`) line by line. A frame's ordinal is counted here, over what came out
 * of the decoder: FFmpeg's own counters start again when the picture changes its size.
 */
export class FrameLog {
  readonly #listener: FrameLogListener;
  /** Whether a second `showinfo` tells which frames are put out. */
  readonly #selecting: boolean;
  readonly #packets = new PacketTimes();
  readonly #corrupt = new Set<number>();
  #left = 0;
  #decoded = 0;
  #pending: Omit<LoggedFrame, 'color'> | null = null;
  #chromaLocation: string | undefined;
  #mapped = false;

  constructor(listener: FrameLogListener, selecting: boolean) {
    this.#listener = listener;
    this.#selecting = selecting;
  }

  /** Frames that have left the decoder so far. */
  get decoded(): number {
    return this.#decoded;
  }

  push(text: string): void {
    const line = parseLogLine(text);
    if (line.source.startsWith('Parsed_showinfo_')) this.#pushFrameInfo(line);
    else this.#flush();
    if (line.source.startsWith('Parsed_')) return;
    const { message } = line;
    const packet = packetLine.exec(message);
    if (packet) {
      for (const ticks of packet.slice(1)) if (ticks !== 'NOPTS') this.#packets.add(Number(ticks));
    } else if (message.startsWith('decoder -> ')) {
      this.#left += 1;
    } else if (message.includes('corrupt decoded frame')) {
      this.#corrupt.add(this.#left);
    } else if (message.startsWith('Stream mapping:')) {
      this.#mapped = true;
    } else if (isError(line) && !message.includes('monotonically increasing dts')) {
      // The muxer minds timestamps that repeat or go back; raw frames carry none.
      this.#listener.onError(line, this.#mapped);
    }
  }

  /** To be called at the end of the log. */
  end(): void {
    this.#flush();
  }

  #pushFrameInfo({ source, message }: LogLine): void {
    const atDecoder = source === 'Parsed_showinfo_0';
    const timeBase = timeBaseLine.exec(message);
    if (timeBase) {
      this.#listener.onTimeBase({ numerator: Number(timeBase[1]), denominator: Number(timeBase[2]) });
      return;
    }
    const frame = frameLine.exec(message);
    if (frame) {
      this.#flush();
      if (atDecoder) this.#decoded += 1;
      if (atDecoder === this.#selecting) return;
      this.#pending = this.#parse(frame);
      this.#chromaLocation = frame[3];
      return;
    }
    const color = colorLine.exec(message);
    if (color && this.#pending) this.#flush(color);
  }

  #parse(match: RegExpExecArray): Omit<LoggedFrame, 'color'> {
    const [, pts, pixelFormat, , aspectWidth, aspectHeight, width, height, key] = match;
    const ordinal = this.#decoded - 1;
    const ticks = Number(pts);
    const [numerator, denominator] = [Number(aspectWidth), Number(aspectHeight)];
    return {
      ordinal,
      ptsTicks: Number.isSafeInteger(ticks) && this.#packets.has(ticks) ? ticks : null,
      keyFrame: key === '1',
      corrupt: this.#corrupt.delete(ordinal),
      pixelFormat: pixelFormat!,
      width: Number(width),
      height: Number(height),
      pixelAspect: numerator > 0 && denominator > 0 ? { numerator, denominator } : null,
    };
  }

  /** The colour line follows that of its frame; a version that prints none is not waited for. */
  #flush(color: RegExpExecArray | null = null): void {
    if (!this.#pending) return;
    const frame = this.#pending;
    this.#pending = null;
    const [, range, matrix, primaries, transfer] = color ?? [];
    const names = { range, matrix, primaries, transfer, chromaLocation: this.#chromaLocation };
    this.#listener.onFrame({ ...frame, color: names });
  }
}
