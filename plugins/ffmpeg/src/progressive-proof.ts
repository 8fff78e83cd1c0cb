import { FrameSieveError, type StreamDescription } from '@framesieve/core';
import type { InputAccess } from '@framesieve/decoder';
import { inputArguments } from './decode-arguments.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';
import { parseLogLine } from './log-line.ts';
import { type WatchedRunOptions, watchedRun } from './watched-run.ts';

/** Codecs whose pictures have no fields. Those of HEVC are frames of their own. */
const withoutFields = new Set(['vp8', 'vp9', 'av1', 'hevc', 'png', 'apng', 'gif', 'webp']);

/**
 * Whether it is certain that no frame of a stream is interlaced: by its codec, or for H.264 by the parameter sets in its headers,
 * where the first packet brings none of its own. A process is asked for that; where it can't tell, nothing is certain.
 *
 * @throws the signal's reason.
 */
export async function provesProgressive(
  binary: Pick<FfmpegBinary, 'path'>,
  input: InputAccess,
  { index, codec }: Pick<StreamDescription, 'index' | 'codec'>,
  run: WatchedRunOptions,
): Promise<boolean> {
  if (withoutFields.has(codec)) return true;
  if (codec !== 'h264') return false;
  const messages: string[] = [];
  const onLog = (line: string) => void messages.push(parseLogLine(line).message);
  const copied = ['-map', `0:${index}`, '-c', 'copy', '-frames:v', '1'];
  const output = ['-bsf:v', 'trace_headers', '-f', 'null', '-'];
  const args = [...inputArguments(input, 'info'), ...copied, ...output];
  try {
    await watchedRun(binary, args, { ...run, onLog }, process => process.ended);
  } catch (error) {
    run.signal.throwIfAborted();
    // What it stands still at, decoding will meet too.
    if (!FrameSieveError.isInstance(error)) throw error;
    return false;
  }
  return tellsProgressive(messages, index);
}

/**
 * Whether ffmpeg's log of the headers and the first packet of a stream of H.264 (its filter `trace_headers`) rules out that a
 * frame is interlaced: no parameter set has fields (`frame_mbs_only_flag`, ITU-T H.264, 7.3.2.1.1) or messages of them
 * (`pic_struct_present_flag`, E.1.1), and none can follow.
 */
export function tellsProgressive(messages: readonly string[], stream: number): boolean {
  const about = messages.find(message => new RegExp(`^ *Stream #0:${stream}\\D`).test(message));
  const isMatroska = messages.some(message => /^Input #0, matroska/.test(message));
  // Files that keep the parameter sets in their headers: MP4 whose tag says so, and Matroska.
  if (about === undefined || !(isMatroska || /\(avc1 \/ 0x/.test(about))) return false;
  const packet = messages.findIndex(message => message.startsWith('Packet: '));
  if (packet === -1 || !/\bkey frame\b/.test(messages[packet]!)) return false;
  const headers = messages.slice(messages.indexOf('Extradata') + 1, packet);
  const isSet = (message: string) => /^(?:Subset )?Sequence Parameter Set/.test(message);
  if (messages.slice(packet).some(isSet)) return false;
  const values = (flag: string) =>
    headers.flatMap(message => new RegExp(`^\\d+ +${flag} .* = (\\d+)$`).exec(message)?.[1] ?? []);
  const framesOnly = values('frame_mbs_only_flag');
  const sets = headers.filter(isSet).length;
  return (
    sets > 0 &&
    framesOnly.length === sets &&
    framesOnly.every(flag => flag === '1') &&
    values('pic_struct_present_flag').every(flag => flag === '0')
  );
}
