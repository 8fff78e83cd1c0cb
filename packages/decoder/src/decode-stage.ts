import {
  type DecodedVideo,
  type DecodeRequest,
  type DecoderFactory,
  type DecodeStage,
  type StageContext,
  shownPath,
} from '@framesieve/core';
import { BackendVideo } from './decoded-video.ts';
import { ThreadCache } from './frame-thread/thread-cache.ts';
import { openVideo } from './open-video.ts';

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
export function createDecodeStage(options: DecodeStageOptions): DecodeStage {
  const threads = new ThreadCache();
  return {
    name: 'decode',
    async run(request: DecodeRequest, context: StageContext): Promise<DecodedVideo> {
      const thread = threads.take();
      try {
        // It takes about as long to start as a video to be opened.
        thread.start();
        const opened = await openVideo(request, options, context);
        const giveBack = () => threads.giveBack(thread);
        return new BackendVideo({ path: shownPath(request.path), ...opened, thread, giveBack, context });
      } catch (error) {
        await threads.giveBack(thread);
        throw error;
      }
    },
  };
}
