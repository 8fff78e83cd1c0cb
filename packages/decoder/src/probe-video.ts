import type {
  DecodeRequest,
  PictureFormat,
  StageContext,
  StreamDescription,
  VideoIdentity,
} from '@framesieve/core';
import { checkInput } from './check-input.ts';
import type { DecodeStageOptions } from './decode-stage.ts';
import { identifyVideo } from './identify-video.ts';
import { openBackend } from './open-backend.ts';

/** What the decoder sees in a file, and what it would choose. */
export interface VideoProbe {
  readonly path: string;
  readonly identity: VideoIdentity;
  readonly container: string;
  /** All video streams, cover art among them, in the container's order. */
  readonly streams: readonly StreamDescription[];
  /** The stream that would be decoded. */
  readonly chosen: StreamDescription;
  /** The backend that would decode it. */
  readonly decoder: { readonly id: string; readonly version: string };
  /** Format of the first decoded frame: what the samples are in truth. */
  readonly format: PictureFormat;
  readonly warnings: readonly string[];
}

/**
 * Opens a video as the decode stage would, decodes one frame, and says what it found.
 *
 * @throws FrameSieveError the same errors as the decode stage.
 */
export async function probeVideo(
  request: DecodeRequest,
  { decoders, options = {} }: DecodeStageOptions,
  context: StageContext,
): Promise<VideoProbe> {
  const { path } = request;
  await checkInput(path);
  const identity = await identifyVideo(path);
  const { video, stream, decoder, firstFrame, pass, warnings } = await openBackend(
    { ...request, factories: decoders, options },
    context,
  );
  await using _video = video;
  firstFrame.buffer.release();
  await pass.return?.();
  return {
    path,
    identity,
    container: video.container,
    streams: video.streams,
    chosen: stream,
    decoder: { id: decoder.id, version: decoder.version },
    format: firstFrame.format,
    warnings,
  };
}
