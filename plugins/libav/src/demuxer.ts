import { FrameSieveError, type Logger } from '@framesieve/core';
import * as av from 'node-av/constants';
import { Dictionary, FFmpegError, FormatContext, Log } from 'node-av/lib';

/**
 * Opens a file and reads its headers.
 *
 * @throws FrameSieveError `input-not-video`.
 */
export async function openDemuxer(path: string, logger: Logger): Promise<FormatContext> {
  // FFmpeg has one log for the whole process: the video that was opened last receives it.
  Log.setCallback((_level, message) => logger.debug(`libav: ${message.trim()}`), {
    maxLevel: av.AV_LOG_WARNING,
  });
  const demuxer = new FormatContext();
  // A playlist must not make us read anything but local files.
  const options = Dictionary.fromObject({ protocol_whitelist: 'file' });
  try {
    check(path, await demuxer.openInput(`file:${path}`, null, options));
    check(path, await demuxer.findStreamInfo());
    return demuxer;
  } catch (error) {
    await demuxer.closeInput();
    throw error;
  } finally {
    options.free();
  }
}

function check(path: string, code: number): void {
  if (code >= 0) return;
  throw new FrameSieveError({
    code: 'input-not-video',
    message: `"${path}" can't be read as a video: ${FFmpegError.strerror(code)}.`,
    hint: 'Check that the file is a complete video, e.g. by playing it.',
  });
}
