import { isDeepStrictEqual } from 'node:util';
import type { DecodedVideo, DecodeRequest, DecodeStage, Logger, StageContext } from '@framesieve/core';

interface Ahead {
  readonly request: DecodeRequest;
  readonly logger: HeldLogger;
  readonly opening: Promise<DecodedVideo>;
}

/** A decode stage that can open a video before it is asked for it, while the program makes other things ready. */
export class OpenAhead implements DecodeStage, AsyncDisposable {
  readonly name = 'decode';
  readonly #stage: DecodeStage;
  #ahead: Ahead | null = null;

  constructor(stage: DecodeStage) {
    this.#stage = stage;
  }

  /** Begins to open a video. Whoever then asks for it gets it, with what was said meanwhile, or the reason why it can't be opened. */
  prepare(request: DecodeRequest, context: Omit<StageContext, 'logger'>): void {
    const logger = new HeldLogger();
    const opening = this.#stage.run(request, { ...context, logger });
    // A failure is met by whoever asks for the video.
    opening.catch(() => {});
    this.#ahead = { request, logger, opening };
  }

  async run(request: DecodeRequest, context: StageContext): Promise<DecodedVideo> {
    const ahead = this.#ahead;
    if (!ahead || !isDeepStrictEqual(ahead.request, request)) return this.#stage.run(request, context);
    this.#ahead = null;
    ahead.logger.handOver(context.logger);
    return ahead.opening;
  }

  /** Closes what nobody has asked for. */
  async [Symbol.asyncDispose](): Promise<void> {
    const ahead = this.#ahead;
    this.#ahead = null;
    const video = await ahead?.opening.catch(() => null);
    await video?.[Symbol.asyncDispose]();
  }
}

type Level = keyof Logger;

/** Keeps what is said until there is somebody to hear it. */
class HeldLogger implements Logger {
  #held: (readonly [Level, string])[] = [];
  #listener: Logger | null = null;

  debug(message: string): void {
    this.#say('debug', message);
  }

  info(message: string): void {
    this.#say('info', message);
  }

  warn(message: string): void {
    this.#say('warn', message);
  }

  handOver(listener: Logger): void {
    this.#listener = listener;
    for (const [level, message] of this.#held.splice(0)) listener[level](message);
  }

  #say(level: Level, message: string): void {
    if (this.#listener) this.#listener[level](message);
    else this.#held.push([level, message]);
  }
}
