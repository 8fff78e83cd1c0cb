import { type Decoder, FrameSieveError, type OpenOptions, type OpenVideo, shownPath } from '@framesieve/core';
import { inputAccess } from '@framesieve/decoder';
import { getFFmpegInfo } from 'node-av/lib';
import { openDemuxer } from './demuxer.ts';
import { Hardware } from './hardware.ts';
import { LibavVideo } from './libav-video.ts';
import { describeStreams } from './stream-description.ts';

/** Version of the libraries that decode, e.g. `8.1 (libavcodec 62.36.101)`. */
export function libavVersion(): string {
  const { version, libraries } = getFFmpegInfo();
  return `${version} (libavcodec ${libraries.avcodec})`;
}

/** Decodes with FFmpeg's libraries in this process. */
export class LibavDecoder implements Decoder {
  readonly id = 'libav';
  readonly version = libavVersion();
  readonly #threads: number;

  constructor(threads: number) {
    this.#threads = threads;
  }

  async open(path: string, options: OpenOptions): Promise<OpenVideo> {
    const { signal, logger, stallSeconds, hwaccel = 'off' } = options;
    signal.throwIfAborted();
    const input = { path, access: await inputAccess(path, options), logger, stallSeconds };
    const demuxer = await openDemuxer(input, signal);
    try {
      const streams = describeStreams(demuxer);
      if (streams.length === 0) {
        throw new FrameSieveError({
          code: 'input-no-video-stream',
          message: `"${shownPath(path)}" has no video stream.`,
          hint: 'Give a file that has pictures, not only sound or subtitles.',
        });
      }
      const hardware = new Hardware(hwaccel, logger);
      return new LibavVideo({ input, demuxer, streams, threads: this.#threads, hardware });
    } catch (error) {
      await demuxer.closeInput();
      throw error;
    }
  }
}
