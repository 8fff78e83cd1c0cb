import {
  type DecodeRequest,
  type ErrorCode,
  FrameSieveError,
  isUrl,
  type StageContext,
  type VideoIdentity,
} from '@framesieve/core';
import { type ArmedPixels, armPixels } from './arm-pixels.ts';
import { type OpenedBackend, openBackend } from './backend/open-backend.ts';
import type { DecodeStageOptions } from './decode-stage.ts';
import { checkInput } from './input/check-input.ts';
import { openHttpInput } from './input/http-input.ts';
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
  const kind = await checkInput(path, { protocols, signal });
  const reading = Promise.all([identifyVideo(path, signal), missingBytes(path)]);
  // It goes before what opening fails with, and is looked at when that is done.
  reading.catch(() => {});
  const opened = await openBackend({ ...request, factories: decoders, options }, context).catch(
    async error => {
      const [, missing] = await reading;
      throw explained(error, await reasonToFail(path, missing, signal));
    },
  );
  const backend = kind === null ? opened : { ...opened, warnings: [...opened.warnings, changeNote(kind)] };
  try {
    const [identity, missing] = await reading;
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

/** A list is identified by its own text, since what it names may have no end. */
function changeNote(kind: string): string {
  return `The input is ${kind}. It is known by its own text, so earlier scores are taken over even if what it names has changed since: use --no-resume then.`;
}

/** Why a file may not be readable, and what to do about it; `null` where nothing speaks for that. */
async function reasonToFail(path: string, missing: number, signal: AbortSignal): Promise<string | null> {
  if (missing > 0) return `${cutOff(missing)} Get another copy.`;
  if (!isUrl(path)) return null;
  const answer = await openHttpInput(path, 1, signal).catch(() => null);
  if (!answer || answer.inParts) return null;
  return 'The server gives files only as a whole, and some have to be read in parts, e.g. MP4 with its index at the end: download it first.';
}

function explained(error: unknown, reason: string | null): unknown {
  if (reason === null || !FrameSieveError.isInstance(error) || !isExplained.has(error.code)) return error;
  const { code, message } = error;
  return new FrameSieveError({ code, message, hint: reason, cause: error });
}

const isExplained = new Set<ErrorCode>(['input-not-video', 'input-no-video-stream', 'decode-failed']);

/** Frees what an opened backend holds when no frame of it has been taken. */
export async function closeBackend({ firstFrame, pass, video }: OpenedBackend): Promise<void> {
  firstFrame.buffer.release();
  await pass.return?.();
  await video[Symbol.asyncDispose]();
}
