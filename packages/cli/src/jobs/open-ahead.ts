import { isDeepStrictEqual } from 'node:util';
import type {
  DecodedVideo,
  DecodeRequest,
  DecodeStage,
  Frame,
  Sampling,
  StageContext,
} from '@framesieve/core';
import { HeldLogger } from './held-logger.ts';
import { type BegunVideo, readAhead } from './read-ahead.ts';

interface Ahead {
  readonly request: DecodeRequest;
  readonly logger: HeldLogger;
  readonly opening: Promise<BegunVideo>;
}

/**
 * A decode stage that can open a video and read its first frame before it is asked for it, while the program makes other things
 * ready.
 */
export class OpenAhead implements DecodeStage, AsyncDisposable {
  readonly name = 'decode';
  readonly #stage: DecodeStage;
  #ahead: Ahead | null = null;

  constructor(stage: DecodeStage) {
    this.#stage = stage;
  }

  /**
   * Begins to open a video. Whoever then asks for it gets it, with what was said meanwhile, or the reason why it can't be opened.
   * Of frames that begin later in the video none is read ahead: until the first of them, many have to be decoded.
   */
  prepare(request: DecodeRequest, sampling: Sampling, context: Omit<StageContext, 'logger'>): void {
    const logger = new HeldLogger();
    const opening = this.#stage
      .run(request, { ...context, logger })
      .then(video =>
        sampling.fromSeconds === null ? readAhead(video, sampling) : { video, firstFrame: null },
      );
    // A failure is met by whoever asks for the video.
    opening.catch(() => {});
    this.#ahead = { request, logger, opening };
  }

  /** The first frame of what is being prepared, once it is there; `null` where none is read ahead, for whatever reason. */
  async firstFrame(): Promise<Frame | null> {
    const begun = await this.#ahead?.opening.catch(() => null);
    return begun?.firstFrame ?? null;
  }

  async run(request: DecodeRequest, context: StageContext): Promise<DecodedVideo> {
    const ahead = this.#ahead;
    if (!ahead || !isDeepStrictEqual(ahead.request, request)) return this.#stage.run(request, context);
    this.#ahead = null;
    ahead.logger.handOver(context.logger);
    return (await ahead.opening).video;
  }

  /** Closes what nobody has asked for. */
  async [Symbol.asyncDispose](): Promise<void> {
    const ahead = this.#ahead;
    this.#ahead = null;
    const begun = await ahead?.opening.catch(() => null);
    await begun?.video[Symbol.asyncDispose]();
  }
}
