import type { Recording } from '@framesieve/core';
import { parseIso6709 } from './iso-6709.ts';
import { parseRecordingTime } from './recording-time.ts';

/** Names of tags, the most telling first: Apple's own time has the offset from UTC, `creation_time` is in UTC. */
const timeNames = [/^com\.apple\.quicktime\.creationdate$/, /^creation_time$/, /^date$/];
const placeNames = [/^com\.apple\.quicktime\.location\.iso6709$/, /^location$/, /^location-[a-z]{3}$/];

/**
 * Reads what a container's tags say of how a stream was recorded: those of the container first, then the stream's own.
 * A date without a time of day counts as none.
 *
 * @param tags see `OpenVideo.tags`; upper and lower case are the same.
 * @param stream index of the stream.
 */
export function readRecording(tags: Readonly<Record<string, string>>, stream: number): Recording {
  const entries = Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value] as const);
  const own = `${stream}:`;
  const ofStream = entries
    .filter(([name]) => name.startsWith(own))
    .map(([name, value]) => [name.slice(own.length), value] as const);
  const all = [...entries, ...ofStream];
  return {
    createdAt: firstOf(all, timeNames, parseRecordingTime),
    position: firstOf(all, placeNames, parseIso6709),
  };
}

function firstOf<Value>(
  tags: readonly (readonly [name: string, value: string])[],
  names: readonly RegExp[],
  parse: (text: string) => Value | null,
): Value | null {
  for (const name of names) {
    for (const [tag, text] of tags) {
      const value = name.test(tag) ? parse(text) : null;
      if (value !== null) return value;
    }
  }
  return null;
}
