import {
  type DecodeRequest,
  formatPipeline,
  type PictureFormat,
  type Rectangle,
  type ResolvedColor,
  resolveColor,
  type StageContext,
  type StreamDescription,
  shownPath,
  type VideoIdentity,
} from '@framesieve/core';
import type { DecodeStageOptions } from './decode-stage.ts';
import { cutOff } from './input/missing-bytes.ts';
import { closeBackend, openVideo } from './open-video.ts';
import { placement } from './rgb/placement.ts';
import { squareSize } from './rgb/square-pixels.ts';

/** What the decoder sees in a file, and what will be done about it. */
export interface VideoProbe {
  readonly path: string;
  readonly identity: VideoIdentity;
  readonly container: string;
  /** All video streams, cover art among them, in the container's order. */
  readonly streams: readonly StreamDescription[];
  /** The stream that would be decoded. */
  readonly chosen: StreamDescription;
  /** Why it is this one, e.g. `it is the longest`. */
  readonly streamReason: string;
  /** The backend that would decode it. */
  readonly decoder: { readonly id: string; readonly version: string };
  /** Format of the first decoded frame: what the samples are in truth. */
  readonly format: PictureFormat;
  /** Its colour, with what the tags leave open filled in. */
  readonly color: ResolvedColor;
  /** Size of a still: turned, with square pixels, bars and all. */
  readonly shown: { readonly width: number; readonly height: number };
  /** As in `DecodeDescription`. */
  readonly pixelPipeline: string;
  readonly crop: Rectangle | null;
  readonly warnings: readonly string[];
}

/**
 * Opens a video as the decode stage would, decodes its first frame and a sample of others, and says what it found.
 *
 * @throws FrameSieveError the same errors as the decode stage.
 */
export async function probeVideo(
  request: DecodeRequest,
  options: DecodeStageOptions,
  context: StageContext,
): Promise<VideoProbe> {
  const { identity, missingBytes, backend, pixels } = await openVideo(request, options, context);
  const { video, stream, streamReason, decoder, firstFrame, warnings } = backend;
  await closeBackend(backend);
  const { format } = firstFrame;
  return {
    path: shownPath(request.path),
    identity,
    container: video.container,
    streams: video.streams,
    chosen: stream,
    streamReason,
    decoder: { id: decoder.id, version: decoder.version },
    format,
    color: resolveColor(format),
    shown: squareSize(placement(format.width, format.height, format), format),
    pixelPipeline: formatPipeline(pixels.pipeline),
    crop: pixels.crop,
    warnings: missingBytes > 0 ? [...warnings, cutOff(missingBytes)] : warnings,
  };
}
