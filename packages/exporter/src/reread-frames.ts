import {
  type ExportInput,
  type Frame,
  type FrameRecord,
  FrameSieveError,
  fileNameOf,
  messageOf,
  type StageContext,
  type StillSource,
} from '@framesieve/core';
import { verifyFrame } from './verify-frame.ts';

/** A frame that was read again: verified and leased until the next pull, or the reason why there is none. */
export type RereadFrame =
  | {
      readonly ordinal: number;
      readonly frame: Frame;
      readonly verified: 'exact' | 'approximate';
    }
  | { readonly ordinal: number; readonly frame: null; readonly error: FrameSieveError };

/**
 * Reads frames again and passes on those that are the ones that were scored. Those that aren't, or don't come, are read
 * once more by decoding from the start, unless they were read so already; what fails that too comes last, as an error.
 *
 * @param scored the frames as they were scored, in ascending order.
 */
export async function* rereadFrames(
  scored: readonly FrameRecord[],
  { read, source }: Pick<ExportInput, 'read' | 'source'>,
  { signal, logger }: Pick<StageContext, 'signal' | 'logger'>,
): AsyncGenerator<RereadFrame> {
  const sameDecoder = isSameDecoder(source);
  const missing = new Map(scored.map(record => [record.ordinal, record]));
  const differences = new Map<number, readonly string[]>();
  /** Frames that decoding from the start gave otherwise: it would again. */
  const settled = new Set<number>();
  let failure: unknown = null;
  for (const linear of [false, true]) {
    const open = [...missing.keys()].filter(ordinal => !settled.has(ordinal));
    if (open.length === 0) break;
    if (linear) logger.debug(describeRepair(open, differences, failure));
    for (const ordinal of open) differences.delete(ordinal);
    failure = null;
    try {
      for await (const frame of read(open, { linear })) {
        signal.throwIfAborted();
        const { ordinal } = frame.record;
        const record = missing.get(ordinal);
        if (!record) continue;
        const outcome = verifyFrame(record, frame.record, sameDecoder);
        if (outcome.verified === null) {
          differences.set(ordinal, outcome.differences);
          if (frame.linear) settled.add(ordinal);
          continue;
        }
        missing.delete(ordinal);
        if (linear) logger.debug(`Frame ${ordinal} was repaired by decoding from the start.`);
        yield { ordinal, frame, verified: outcome.verified };
      }
    } catch (error) {
      signal.throwIfAborted();
      failure = error;
    }
    signal.throwIfAborted();
  }
  for (const record of missing.values()) {
    const error = describeMismatch(record, source, differences.get(record.ordinal) ?? null, failure);
    yield { ordinal: record.ordinal, frame: null, error };
  }
}

/** Which frames are read once more, and why. */
function describeRepair(
  ordinals: readonly number[],
  differences: ReadonlyMap<number, readonly string[]>,
  failure: unknown,
): string {
  const absent = failure === null ? 'it did not come' : messageOf(failure).replace(/\.$/, '');
  const reasons = ordinals.map(ordinal => `${ordinal} (${differences.get(ordinal)?.join(', ') ?? absent})`);
  return `Frames that are read once more from the start: ${reasons.join('; ')}.`;
}

function describeMismatch(
  { ordinal, timeSeconds }: FrameRecord,
  source: StillSource,
  differences: readonly string[] | null,
  failure: unknown,
): FrameSieveError {
  const frame = `Frame ${ordinal} (${timeSeconds.toFixed(3)} s) of ${fileNameOf(source.path)}`;
  if (differences === null && failure !== null) {
    return new FrameSieveError({
      code: 'decode-failed',
      message: `${frame} could not be read again, not even by decoding from the start: ${messageOf(failure)}`,
      hint: 'Check that the video is still there and whole; its other stills are not affected.',
      cause: failure,
    });
  }
  const what = differences
    ? `is not the frame that was scored, not even when decoded from the start: ${differences.join(', ')}`
    : 'did not come when the video was read again, not even by decoding from the start';
  return new FrameSieveError({
    code: 'frame-mismatch',
    message: `${frame} ${what}. No still was written for it.`,
    hint: hintFor(source),
  });
}

function hintFor(source: StillSource): string {
  const { decode, rereadBy } = source;
  if (isSameDecoder(source))
    return 'If the video was changed or replaced since, score it again with --no-resume.';
  const [scoredBy, readBy] = [decode.decoder, rereadBy].map(({ id, version }) => `${id} ${version}`);
  return `It was scored by ${scoredBy} and read again by ${readBy}: use the first, or score it again with --no-resume.`;
}

function isSameDecoder({ decode: { decoder }, rereadBy }: StillSource): boolean {
  return decoder.id === rereadBy.id && decoder.version === rereadBy.version;
}
