import { type InputAccess, type Orientation, orientationOfMatrix, quarterTurns } from '@framesieve/decoder';
import { inputArguments } from './decode-arguments.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';
import { type WatchedRunOptions, watchedRun } from './watched-run.ts';

/**
 * Reads the orientation of a stream that has a display matrix. ffmpeg prints the matrix as an angle, which hides
 * mirroring; so the head of a QuickTime file with a copy of the stream is written to a pipe, whose track header
 * (`tkhd`, ISO/IEC 14496-12) repeats the matrix.
 *
 * @returns `null` when the stream can't be put into such a file.
 */
export async function readOrientation(
  binary: FfmpegBinary,
  input: InputAccess,
  stream: number,
  run: WatchedRunOptions,
): Promise<Orientation | null> {
  const output = ['-map', `0:${stream}`, '-c', 'copy', '-t', '0', '-strict', '-2'];
  const container = ['-f', 'mov', '-movflags', '+empty_moov+default_base_moof', 'pipe:1'];
  const args = [...inputArguments(input, 'info'), ...output, ...container];
  // The track header is the first of its kind in the first kilobyte; anything behind it doesn't matter.
  const head = new Uint8Array(1024);
  const length = await watchedRun(binary, args, run, process => process.read(head));
  return orientationInHead(head.subarray(0, length));
}

function orientationInHead(head: Uint8Array): Orientation | null {
  const start = Buffer.from(head.buffer, head.byteOffset, head.byteLength).indexOf('tkhd');
  if (start < 0) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  // Version 1 has three times of 64 bits where version 0 has 32.
  const matrix = start + 44 + (view.getUint8(start + 4) === 1 ? 12 : 0);
  if (matrix + 36 > head.byteLength) return null;
  const entry = (index: number) => view.getInt32(matrix + index * 4);
  return orientationOfMatrix({ a: entry(0), b: entry(1), c: entry(3), d: entry(4) });
}

/**
 * The orientation of a frame of which ffmpeg logs an angle, counterclockwise, or none. Newer versions repeat the stream's
 * matrix there; another angle is the frame's own, which the codec carries. An angle hides mirroring, and such a frame is
 * taken not to be mirrored.
 */
export function orientationOf(displayAngle: number | null, stream: Orientation): Orientation {
  const ofStream = { rotation: stream.rotation, mirrored: stream.mirrored };
  if (displayAngle === null) return ofStream;
  const rotation = quarterTurns(-displayAngle);
  // A picture mirrored left to right has an angle of half a turn.
  const repeated = (stream.rotation + (stream.mirrored ? 180 : 0)) % 360;
  return rotation === repeated ? ofStream : { rotation, mirrored: false };
}
