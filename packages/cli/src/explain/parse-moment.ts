import { FrameSieveError } from '@framesieve/core';
import { secondsOf } from '@framesieve/core/config';

/** A frame by its number, or the one that is shown at a time. */
export type Moment =
  | { readonly kind: 'frame'; readonly ordinal: number }
  | { readonly kind: 'time'; readonly seconds: number };

/**
 * Reads `120`, a frame; `12.5s`, a time in seconds; or `1:02:03.5`, a time as clocks show it.
 *
 * @throws FrameSieveError `usage` for anything else.
 */
export function parseMoment(text: string): Moment {
  const trimmed = text.trim();
  if (/^\d{1,10}$/.test(trimmed)) return { kind: 'frame', ordinal: Number(trimmed) };
  const seconds = /^(\d+(?:\.\d+)?)\s?s$/.exec(trimmed)?.[1];
  if (seconds !== undefined) return { kind: 'time', seconds: Number(seconds) };
  if (/^(\d+:)?\d{1,2}:\d{1,2}(\.\d+)?$/.test(trimmed)) return { kind: 'time', seconds: secondsOf(trimmed) };
  throw new FrameSieveError({
    code: 'usage',
    message: `Expected the number of a frame, or a time such as 12.5s or 0:12.5, but found "${text}".`,
    hint: /^\d+\.\d+$/.test(trimmed) ? `If it is a time, write ${trimmed}s.` : 'Frames are counted from 0.',
  });
}
