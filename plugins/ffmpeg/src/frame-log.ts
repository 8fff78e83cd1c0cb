import type { Rational, Scan } from '@framesieve/core';
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
  readonly scan: Scan;
  /** Degrees by which the frame's display matrix turns it counterclockwise; `null` when it has none. */
  readonly displayAngle: number | null;
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

/** How the log was asked for. */
export interface FrameLogOptions {
  /** Whether a second `showinfo` tells which frames are put out. */
  readonly selecting: boolean;
  /** Whether a line with its colour follows the line of each frame; lines of other threads may come between. */
  readonly colorLines: boolean;
  /**
   * Says which frame has left the decoder, where counting can't; a negative number where that isn't certain. Absent: they
   * are counted from 0.
   */
  locate?(ptsTicks: number | null, keyFrame: boolean): number;
}

const frameLine =
  /^n: *\d+ pts: *(-?\d+|NOPTS) .*?fmt:(\S+) (?:cl:(\S+) )?sar:(\d+)\/(\d+) s:(\d+)x(\d+) i:(\S+) iskey:([01]) type:./;
const displayLine = /displaymatrix: rotation of (-?[\d.]+|nan) degrees/;
const timeBaseLine = /^config in time_base: (\d+)\/(\d+)/;
const packetLine = /demuxer(?:\+\w+)? -> .*type:video .*pkt_pts:(\S+) .*pkt_dts:(\S+)/;

// The names are spelled out as the next word may be another thread's, with nothing between.
const names = 'reserved|unknown|bt709|bt470m|bt470bg|smpte170m|smpte240m|smpte428';
const colorWords = {
  range: /color_range:(unknown|tv|pc)/,
  matrix: new RegExp(
    `color_space:(${names}|gbr|fcc|ycgco-r[eo]|ycgco|bt2020nc|bt2020c|smpte2085|chroma-derived-n?c|ictcp|ipt-c2)`,
  ),
  primaries: new RegExp(`color_primaries:(${names}|film|bt2020|smpte431|smpte432|ebu3213)`),
  transfer: new RegExp(
    `color_trc:(${names}|linear|log100|log316|iec61966-2-[14]|bt1361e|bt2020-1[02]|smpte2084|arib-std-b67)`,
  ),
} as const;

/**
 * Reads the log of a decode (see `decodeArguments`) line by line. A frame's ordinal is counted here, over what came out
 * of the decoder: FFmpeg's own counters start again when the picture changes its size.
 */
export class FrameLog {
  readonly #listener: FrameLogListener;
  readonly #options: FrameLogOptions;
  readonly #packets = new PacketTimes();
  readonly #corrupt = new Set<number>();
  #left = 0;
  #decoded = 0;
  #ordinal = -1;
  #pending: Omit<LoggedFrame, 'color'> | null = null;
  #color: ColorNames = {};
  #mapped = false;

  constructor(listener: FrameLogListener, options: FrameLogOptions) {
    this.#listener = listener;
    this.#options = options;
  }

  /** Frames that have left the decoder so far. */
  get decoded(): number {
    return this.#decoded;
  }

  push(text: string): void {
    const line = parseLogLine(text);
    if (line.source.startsWith('Parsed_showinfo_')) this.#pushFrameInfo(line);
    else if (!this.#options.colorLines) this.#flush();
    this.#pushProgress(line);
  }

  /** To be called at the end of the log. */
  end(): void {
    this.#flush();
  }

  /**
   * Packets, decoded frames and errors. Since FFmpeg 7 they come from threads of their own, and may be written behind the
   * unfinished line of another; so they are looked for anywhere in a line.
   */
  #pushProgress(line: LogLine): void {
    const { message } = line;
    const packet = packetLine.exec(message);
    if (packet) {
      for (const ticks of packet.slice(1)) if (ticks !== 'NOPTS') this.#packets.add(Number(ticks));
    } else if (message.includes('decoder -> ')) {
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
      if (atDecoder) this.#count(frame);
      if (atDecoder === this.#options.selecting) return;
      this.#pending = this.#parse(frame);
      this.#color = { chromaLocation: frame[3] };
      return;
    }
    if (!this.#pending) return;
    const angle = displayLine.exec(message)?.[1];
    if (angle !== undefined) this.#pending = { ...this.#pending, displayAngle: Number(angle) || 0 };
    for (const [key, form] of Object.entries(colorWords)) {
      const word = form.exec(message)?.[1];
      if (word !== undefined) this.#color = { ...this.#color, [key]: word };
    }
    if (this.#color.transfer !== undefined) this.#flush();
  }

  #parse(match: RegExpExecArray): Omit<LoggedFrame, 'color'> {
    const [, pts, pixelFormat, , aspectWidth, aspectHeight, width, height, scan, key] = match;
    const [numerator, denominator] = [Number(aspectWidth), Number(aspectHeight)];
    return {
      ordinal: this.#ordinal,
      ptsTicks: this.#ticksOf(pts),
      keyFrame: key === '1',
      corrupt: this.#corrupt.delete(this.#decoded - 1),
      pixelFormat: pixelFormat!,
      width: Number(width),
      height: Number(height),
      pixelAspect: numerator > 0 && denominator > 0 ? { numerator, denominator } : null,
      displayAngle: null,
      scan: scan === 'T' ? 'top-first' : scan === 'B' ? 'bottom-first' : 'progressive',
    };
  }

  #count([, pts, , , , , , , , key]: RegExpExecArray): void {
    const { locate } = this.#options;
    this.#ordinal = locate ? locate(this.#ticksOf(pts), key === '1') : this.#decoded;
    this.#decoded += 1;
  }

  /** What no packet carried was made up. */
  #ticksOf(pts: string | undefined): number | null {
    const ticks = Number(pts);
    return Number.isSafeInteger(ticks) && this.#packets.has(ticks) ? ticks : null;
  }

  #flush(): void {
    if (!this.#pending) return;
    const frame = this.#pending;
    this.#pending = null;
    this.#listener.onFrame({ ...frame, color: this.#color });
  }
}
