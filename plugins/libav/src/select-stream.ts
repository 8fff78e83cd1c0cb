import { FrameSieveError } from '@framesieve/core';
import * as av from 'node-av/constants';
import type { FormatContext, Stream } from 'node-av/lib';

/**
 * Finds the stream, and has the demuxer leave out the others.
 *
 * @throws FrameSieveError `usage` when the file has no such video stream.
 */
export function selectStream(demuxer: FormatContext, index: number): Stream {
  const stream = demuxer.streams.find(candidate => candidate.index === index);
  if (stream?.codecpar.codecType !== av.AVMEDIA_TYPE_VIDEO) {
    throw new FrameSieveError({
      code: 'usage',
      message: `The file has no video stream ${index}.`,
      hint: 'Choose one of the video streams that `framesieve probe` lists.',
    });
  }
  for (const other of demuxer.streams) {
    if (other.index !== index) other.discard = av.AVDISCARD_ALL;
  }
  return stream;
}
