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
  /** Ordinals to put out, or `null` for all frames. */
  readonly ordinals: readonly number[] | null;
  /** Time from which on to decode, beginning with the key frame before it; absent: from the start. */
  readonly seekSeconds?: number;
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
  const { input, hardware, oneThread, stream, convertTo, ordinals, seekSeconds } = settings;
  const showinfo = features.fullShowinfo ? 'showinfo=checksum=0' : 'showinfo';
  const filters = [showinfo];
  if (ordinals !== null) filters.push(`select='${selectExpression(ordinals)}'`, showinfo);
  if (convertTo !== null) filters.push(`format=${convertTo}`);
  return [
    '-debug_ts',
    // Without an output format ffmpeg fetches what hardware decodes into system memory.
    ...(hardware === null ? [] : ['-hwaccel', hardware]),
    ...(oneThread ? ['-threads', '1'] : []),
    ...(seekSeconds === undefined ? [] : ['-noaccurate_seek', '-ss', seekSeconds.toFixed(6)]),
    ...inputArguments(input, 'info'),
    ...['-map', `0:${stream}`, '-an', '-sn', '-dn'],
    // Nothing may drop, repeat, resample or scale a frame.
    ...(features.fpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
    ...(features.autoscaleOption ? ['-noautoscale'] : []),
    ...['-vf', filters.join(',')],
    // Threads that write hold pictures back, by which others are taken for those that are half made of old ones.
    ...(oneThread ? ['-threads', '1'] : []),
    ...['-c:v', 'rawvideo', '-f', 'rawvideo', 'pipe:1'],
  ];
}

/**
 * Adds up a term per ordinal. FFmpeg's `n` counts decoded frames from the start of the stream, as ordinals do. Some
 * versions take no sum of more than 100 terms, as each one lies deeper than the one before; halves keep it flat.
 */
function selectExpression(ordinals: readonly number[]): string {
  if (ordinals.length === 1) return selectTerm(ordinals[0]!);
  const half = Math.ceil(ordinals.length / 2);
  return `(${selectExpression(ordinals.slice(0, half))}+${selectExpression(ordinals.slice(half))})`;
}

const selectTerm = (ordinal: number) => `eq(n,${ordinal})`;

/**
 * Divides ordinals into groups whose expressions fit into a command line: Windows takes 32,767 characters in all, of
 * which 8,000 are used, and every frame pays for every term.
 */
export function batchOrdinals(ordinals: readonly number[], maxCount = 400, maxLength = 8000): number[][] {
  const batches: number[][] = [];
  let batch: number[] = [];
  let length = 0;
  for (const ordinal of ordinals) {
    const added = selectTerm(ordinal).length + '(+)'.length;
    if (batch.length > 0 && (batch.length >= maxCount || length + added > maxLength)) {
      batches.push(batch);
      batch = [];
      length = 0;
    }
    batch.push(ordinal);
    length += added;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
