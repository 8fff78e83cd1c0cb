import type { FrameIndex } from './decoder.ts';
import { messageOf } from './errors.ts';
import { fingerprintText } from './fingerprint-text.ts';
import type { Frame, FrameRecord } from './frame.ts';

/** A frame that could not be read again as it was scored, and why. */
export interface MissingFrame {
  readonly ordinal: number;
  readonly reason: string;
}

/** What is read: frames by their ordinals, ascending; see `DecodedVideo.framesAt`. */
export interface RereadOptions {
  readonly ordinals: readonly number[];
  readonly index?: FrameIndex;
  readonly linear: boolean;
}

/** How frames are read again. */
export interface RereadSettings {
  /** Where frames lie; `null` where that is not known. */
  readonly index: FrameIndex | null;
  /** Takes the frames that don't come, or come otherwise. */
  readonly missing: MissingFrame[];
  readonly signal: AbortSignal;
}

/**
 * Reads frames again by the decoder that scored them, and passes on those that are the same: by number, timestamp, size and
 * fingerprint. The others are read once more by decoding from the start, unless they were so already. Each is leased until
 * the next pull.
 *
 * @param records the frames as they were scored, ascending.
 */
export async function* rereadScored(
  records: readonly FrameRecord[],
  read: (options: RereadOptions) => AsyncIterable<Frame>,
  { index, missing, signal }: RereadSettings,
): AsyncGenerator<Frame, void, undefined> {
  const open = new Map(records.map(record => [record.ordinal, record]));
  const reasons = new Map<number, string>();
  for (const linear of [false, true]) {
    const ordinals = [...open.keys()];
    if (ordinals.length === 0) return;
    try {
      for await (const frame of read({ ordinals, linear, ...(index && { index }) })) {
        const { ordinal } = frame.record;
        const record = open.get(ordinal);
        if (!record) continue;
        const difference = differenceOf(record, frame.record);
        if (difference) reasons.set(ordinal, difference);
        if (!difference || frame.linear) open.delete(ordinal);
        if (difference && frame.linear) missing.push({ ordinal, reason: difference });
        if (!difference) yield frame;
      }
    } catch (error) {
      signal.throwIfAborted();
      for (const ordinal of open.keys()) reasons.set(ordinal, messageOf(error));
    }
  }
  for (const ordinal of open.keys())
    missing.push({ ordinal, reason: reasons.get(ordinal) ?? 'It did not come when it was read again.' });
}

function differenceOf(scored: FrameRecord, reread: FrameRecord): string | null {
  const differs = (name: string, was: string | number, is: string | number) =>
    was === is ? null : `When it was read again, its ${name} was ${is} instead of ${was}.`;
  const size = ({ width, height }: FrameRecord) => `${width}×${height}`;
  return (
    differs('timestamp', scored.ptsTicks, reread.ptsTicks) ??
    differs('size', size(scored), size(reread)) ??
    differs('fingerprint', fingerprintText(scored.fingerprint), fingerprintText(reread.fingerprint))
  );
}
