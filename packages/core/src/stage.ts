import type { FrameAllocator } from './frame.ts';

/** The five stages of the program. */
export type StageName = 'decode' | 'score' | 'store' | 'select' | 'export';

/** Where a stage says what a person may want to know. Nothing is ever written to the console directly. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** What a stage needs from its surroundings. */
export interface StageContext {
  /** Aborts the work: a stage stops at the next frame, frees what it holds, and throws the signal's reason. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** The pool that decoded frames live in. */
  readonly frames: FrameAllocator;
}

/**
 * One step of the program. The streaming stages map an `AsyncIterable` to an `AsyncIterable` and pull only what is
 * asked of them; leaving the iterator frees what the stage holds.
 */
export interface Stage<Input, Output> {
  readonly name: StageName;
  run(input: Input, context: StageContext): Output;
}

/** A logger that says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {} };
