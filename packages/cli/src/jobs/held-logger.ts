import type { Logger } from '@framesieve/core';

type Level = keyof Logger;

/** Keeps what is said until there is somebody to hear it: {@link handOver}. */
export class HeldLogger implements Logger {
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
