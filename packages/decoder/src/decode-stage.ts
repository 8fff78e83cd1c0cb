import type {
  DecodedVideo,
  DecodeRequest,
  DecoderFactory,
  DecodeStage,
  StageContext,
} from '@framesieve/core';
import { checkInput } from './check-input.ts';
import { BackendVideo } from './decoded-video.ts';
import { createFingerprint } from './fingerprint.ts';
import { identifyVideo } from './identify-video.ts';
import { openBackend } from './open-backend.ts';

/** What the decode stage is made of. */
export interface DecodeStageOptions {
  /** Backends in order of preference: the first one that decodes a frame is used. */
  readonly decoders: readonly DecoderFactory[];
  /** Each backend's part of the config, by its id. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Makes the decode stage. Its `run()` opens a video and decodes its first frame; the frames are then pulled one by one.
 *
 * Errors of `run()`: `input-missing`, `input-unreadable`, `input-empty`, `input-not-video`, `input-no-video-stream`;
 * `usage` for an unknown stream; `decoder-unavailable` or `decode-failed` when no backend works.
 */
export function createDecodeStage({ decoders, options = {} }: DecodeStageOptions): DecodeStage {
  return {
    name: 'decode',
    async run(request: DecodeRequest, context: StageContext): Promise<DecodedVideo> {
      const { path } = request;
      context.signal.throwIfAborted();
      await checkInput(path);
      const [identity, fingerprint] = await Promise.all([identifyVideo(path), createFingerprint()]);
      const backend = await openBackend({ ...request, factories: decoders, options }, context);
      return new BackendVideo({ path, identity, backend, fingerprint, context });
    },
  };
}
