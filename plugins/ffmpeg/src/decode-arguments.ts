import type { InputAccess } from '@framesieve/decoder';
import type { FfmpegFeatures } from './ffmpeg-version.ts';

/** What to decode, and which frames of it to put out. */
export interface DecodeSettings {
  readonly input: InputAccess;
  /** Hardware that is to decode, under FFmpeg's name; `null` for software. */
  readonly hardware: string | null;
  /** Whether one thread decodes; otherwise FFmpeg decides. */
  readonly oneThread: boolean;
  readonly stream: number;
  /** Pixel format that samples are rearranged into; `null` leaves the decoder's. */
  readonly convertTo: string | null;
  /** Frames to put out, or `null` for all. */
  readonly select: FrameChoice | null;
  /** Where to begin decoding: with the key frame before a time. Absent: at the start. */
  readonly seek?: SeekTime;
}

/** Frames by FFmpeg's `n`, which counts decoded frames as ordinals do where decoding begins at the start, or by timestamp. */
export interface FrameChoice {
  readonly by: 'n' | 'pts';
  /** Whole numbers; at least one. */
  readonly values: readonly number[];
}

/** A time to seek to. */
export interface SeekTime {
  readonly seconds: number;
  /** Whether it counts from the start of the file, or is a timestamp of its streams. */
  readonly from: 'start' | 'zero';
}

/** Options before and with an input. */
export function inputArguments({ address, options }: InputAccess, logLevel: 'info' | 'verbose'): string[] {
  const log = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', `repeat+level+${logLevel}`];
  const access = Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]);
  return [...log, ...access, '-copyts', '-noautorotate', '-i', address];
}

/**
 * The arguments of a decode: raw frames on stdout, and on stderr a line for each packet (`-debug_ts`) and for each frame
 * that left the decoder (`showinfo`). Where frames are selected, a second `showinfo` tells of those.
 */
export function decodeArguments(settings: DecodeSettings, features: FfmpegFeatures): string[] {
  const { input, hardware, oneThread, stream, convertTo, select, seek } = settings;
  const showinfo = features.fullShowinfo ? 'showinfo=checksum=0' : 'showinfo';
  const filters = [showinfo];
  if (select !== null) filters.push(`select='${selectExpression(select)}'`, showinfo);
  if (convertTo !== null) filters.push(`format=${convertTo}`);
  return [
    '-debug_ts',
    // Without an output format ffmpeg fetches what hardware decodes into system memory.
    ...(hardware === null ? [] : ['-hwaccel', hardware]),
    ...(oneThread ? ['-threads', '1'] : []),
    ...(seek ? seekArguments(seek) : []),
    ...inputArguments(input, 'info'),
    ...['-map', `0:${stream}`, '-an', '-sn', '-dn'],
    // Nothing may drop, repeat, resample or scale a frame.
    ...(features.fpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
    ...(features.autoscaleOption ? ['-noautoscale'] : []),
    ...['-vf', filters.join(',')],
    // Else the last bytes would wait for the end of the stream.
    ...(select === null ? [] : ['-frames:v', String(select.values.length)]),
    // Threads that write hold pictures back, by which others are taken for those that are half made of old ones.
    ...(oneThread ? ['-threads', '1'] : []),
    ...['-c:v', 'rawvideo', '-f', 'rawvideo', 'pipe:1'],
  ];
}

function seekArguments({ seconds, from }: SeekTime): string[] {
  const absolute = from === 'zero' ? ['-seek_timestamp', '1'] : [];
  return [...absolute, '-noaccurate_seek', '-ss', seconds.toFixed(6)];
}

/**
 * Adds up a term per frame. Some versions take no sum of more than 100 terms, as each one lies deeper than the one before;
 * halves keep it flat.
 */
function selectExpression({ by, values }: FrameChoice): string {
  if (values.length === 1) return selectTerm(by, values[0]!);
  const half = Math.ceil(values.length / 2);
  const [first, second] = [values.slice(0, half), values.slice(half)];
  return `(${selectExpression({ by, values: first })}+${selectExpression({ by, values: second })})`;
}

const selectTerm = (by: FrameChoice['by'], value: number) => `eq(${by},${value})`;

/** Limits of an expression. */
export interface BatchLimits {
  readonly maxCount: number;
  /** In characters. */
  readonly maxLength: number;
}

/** Windows takes 32,767 characters in all, of which 8,000 are used, and every frame pays for every term. */
const usualLimits: BatchLimits = { maxCount: 400, maxLength: 8000 };

/** Divides frames into choices whose expressions stay within limits. */
export function batchChoice(
  { by, values }: FrameChoice,
  { maxCount, maxLength }: BatchLimits = usualLimits,
): FrameChoice[] {
  const batches: number[][] = [];
  let batch: number[] = [];
  let length = 0;
  for (const value of values) {
    const added = selectTerm(by, value).length + '(+)'.length;
    if (batch.length > 0 && (batch.length >= maxCount || length + added > maxLength)) {
      batches.push(batch);
      batch = [];
      length = 0;
    }
    batch.push(value);
    length += added;
  }
  if (batch.length > 0) batches.push(batch);
  return batches.map(values => ({ by, values }));
}
