import { StallWatch } from '@framesieve/decoder';
import { FfmpegProcess } from './ffmpeg-process.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';

/** Surroundings of a run that only looks at a file. */
export interface WatchedRunOptions {
  /** Path or address of the file. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** See `OpenOptions`. */
  readonly stallSeconds?: number | undefined;
  /** Called for each line of the log. */
  onLog?(line: string): void;
}

/**
 * Runs an ffmpeg that looks at a file without decoding it. It is killed when it stands still, when the signal aborts, and
 * once `read` has what it wants of it.
 *
 * @param read takes what is wanted; `progress` is to be called when something came.
 * @throws the signal's reason; FrameSieveError `decode-failed` when it stands still.
 */
export async function watchedRun<T>(
  binary: Pick<FfmpegBinary, 'path'>,
  args: readonly string[],
  { path, signal, stallSeconds, onLog }: WatchedRunOptions,
  read: (process: FfmpegProcess, progress: () => void) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const kill = () => process.kill();
  const stall = new StallWatch({
    ...{ path, seconds: stallSeconds },
    ...{ position: () => 'before its first frame', interrupt: kill },
  });
  await using process = new FfmpegProcess(binary.path, args, line => {
    stall.progress();
    onLog?.(line);
  });
  signal.addEventListener('abort', kill, { once: true });
  try {
    const taken = await stall.wait(read(process, () => stall.progress()));
    signal.throwIfAborted();
    return taken;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}
