import {
  type DecodeRequest,
  type ErrorCode,
  FrameSieveError,
  type StageContext,
  type VideoIdentity,
} from '@framesieve/core';
import { type ArmedPixels, armPixels } from './arm-pixels.ts';
import { type OpenedBackend, openBackend } from './backend/open-backend.ts';
import type { DecodeStageOptions } from './decode-stage.ts';
import { checkInput } from './input/check-input.ts';
import { identifyVideo } from './input/identify-video.ts';
import { cutOff, missingBytes } from './input/missing-bytes.ts';

/** A video that is open, with all decided that its scores are stored under. */
export interface OpenedVideo {
  readonly identity: VideoIdentity;
  /** See the function of this name. */
  readonly missingBytes: number;
  readonly backend: OpenedBackend;
  readonly pixels: ArmedPixels;
}

/** Checks and identifies an input, opens it with the first backend that works, and decides what is done to its pixels. */
export async function openVideo(
  request: DecodeRequest,
  { decoders, options = {} }: DecodeStageOptions,
  context: StageContext,
): Promise<OpenedVideo> {
  const { path, protocols } = request;
  const { signal } = context;
  signal.throwIfAborted();
  await checkInput(path, { protocols, signal });
  const [identity, missing] = await Promise.all([identifyVideo(path, signal), missingBytes(path)]);
  const backend = await openBackend({ ...request, factories: decoders, options }, context).catch(error => {
    throw missing > 0 ? withCutOff(error, missing) : error;
  });
  try {
    return {
      identity,
      missingBytes: missing,
      backend,
      pixels: await armPixels(request.pixels, backend, context),
    };
  } catch (error) {
    await closeBackend(backend);
    throw error;
  }
}

/** That a file was cut off explains why it can't be read. */
function withCutOff(error: unknown, missing: number): unknown {
  if (!FrameSieveError.isInstance(error) || !causedByCut.has(error.code)) return error;
  const { code, message } = error;
  return new FrameSieveError({ code, message, hint: `${cutOff(missing)} Get another copy.`, cause: error });
}

const causedByCut = new Set<ErrorCode>(['input-not-video', 'input-no-video-stream', 'decode-failed']);

/** Frees what an opened backend holds when no frame of it has been taken. */
export async function closeBackend({ firstFrame, pass, video }: OpenedBackend): Promise<void> {
  firstFrame.buffer.release();
  await pass.return?.();
  await video[Symbol.asyncDispose]();
}
