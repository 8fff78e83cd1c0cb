import { FrameSieveError, type StreamDescription } from '@framesieve/core';

/** The stream to decode, and a sentence for a person when there was a choice. */
export interface StreamChoice {
  readonly stream: StreamDescription;
  /** Why it is this one, e.g. `it is the longest`. */
  readonly reason: string;
  /** `null` when the file has just one video stream. */
  readonly note: string | null;
}

/**
 * Chooses the video stream: never cover art; the one flagged as default, then the longest, then the largest, then the
 * first. A requested index overrides the rule.
 *
 * @throws FrameSieveError `input-no-video-stream` when there is only cover art, `usage` when the requested stream
 * doesn't exist.
 */
export function chooseStream(streams: readonly StreamDescription[], requested: number | null): StreamChoice {
  if (requested !== null) {
    const stream = streams.find(({ index }) => index === requested);
    if (stream) return { stream, reason: 'it was asked for', note: null };
    throw new FrameSieveError({
      code: 'usage',
      message: `The video has no video stream ${requested}.`,
      hint: `It has: ${streams.map(describeStream).join(', ')}.`,
    });
  }
  const candidates = streams.filter(stream => !stream.attachedPicture).sort(byPreference);
  const [stream] = candidates;
  if (!stream) {
    throw new FrameSieveError({
      code: 'input-no-video-stream',
      message: 'The file has no video stream, only a cover picture.',
      hint: 'Give a file that has moving pictures.',
    });
  }
  if (candidates.length === 1) return { stream, reason: 'it is the only one', note: null };
  const others = candidates.slice(1).map(describeStream).join(', ');
  const note = `The video has ${candidates.length} video streams: ${describeStream(stream)} was chosen; --stream chooses another (${others}).`;
  return { stream, reason: reasonFor(stream, candidates[1]!), note };
}

/** What sets the chosen stream apart from the next in order of preference. */
function reasonFor(chosen: StreamDescription, next: StreamDescription): string {
  if (chosen.isDefault && !next.isDefault) return 'it is flagged as the default';
  if ((chosen.durationSeconds ?? 0) > (next.durationSeconds ?? 0)) return 'it is the longest';
  if (chosen.width * chosen.height > next.width * next.height) return 'it is the largest';
  return 'it is the first';
}

function byPreference(a: StreamDescription, b: StreamDescription): number {
  return (
    Number(b.isDefault) - Number(a.isDefault) ||
    (b.durationSeconds ?? 0) - (a.durationSeconds ?? 0) ||
    b.width * b.height - a.width * a.height ||
    a.index - b.index
  );
}

function describeStream({ index, codec, width, height }: StreamDescription): string {
  return `stream ${index} (${codec}, ${width}×${height})`;
}
