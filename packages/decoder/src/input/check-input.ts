import { findSequence } from './image-sequence.ts';
import { mayOpenOthers, nestedInput, nestedKindOf } from './nested-input.ts';

/** What {@link checkInput} takes into account. */
export interface CheckInputOptions {
  /** Protocols by which the input may make others be opened; absent: none. */
  readonly protocols?: readonly string[] | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Checks that an input leads to a file, or an address, that can be read and holds something, before any decoder is tried;
 * and that it is no playlist, which would make others be opened, unless it may.
 *
 * @returns what kind of list of other files it is, where it may be one; `null` for a video itself.
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty`.
 */
export async function checkInput(path: string, options: CheckInputOptions = {}): Promise<string | null> {
  const { protocols = [], signal } = options;
  const sequence = await findSequence(path);
  const kind = await nestedKindOf(sequence?.files[0] ?? path, signal);
  if (kind !== null && !mayOpenOthers(path, protocols)) throw nestedInput(path, kind);
  return kind;
}
