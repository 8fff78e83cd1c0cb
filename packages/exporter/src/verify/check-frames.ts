import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DecodeDescription,
  type Frame,
  type FrameRecord,
  fingerprintText,
  messageOf,
  type RgbConverter,
} from '@framesieve/core';
import type { ManifestStill } from '../manifest-schema.ts';
import { verifyFrame } from '../verify-frame.ts';
import { type Check, failed, notChecked, passed } from './check.ts';
import { checkPixels } from './check-pixels.ts';
import type { ExportedStills } from './open-manifest.ts';

/** Stills of one export, and the video that they are of. */
export interface FrameTask extends ExportedStills {
  /** Folder of the stills. */
  readonly folder: string;
  /** The frames as they were scored, by ordinal, as far as they are stored. */
  readonly scored: ReadonlyMap<number, FrameRecord>;
  /** What reads the frames. */
  readonly decoder: DecodeDescription['decoder'];
  /** Reads frames again, ascending; `linear` decodes from the start instead of seeking. */
  read(ordinals: readonly number[], options: { readonly linear: boolean }): AsyncIterable<Frame>;
  readonly rgb: RgbConverter;
  readonly signal: AbortSignal;
}

/** What was found of the frame of a still. */
export interface CheckedFrame {
  readonly still: ManifestStill;
  /** Whether the frame is the one that was scored. */
  readonly source: Check;
  /** Whether the pixels of the file are those of the frame. */
  readonly pixels: Check;
}

/**
 * Reads the frames of stills again, checks that they are those that were scored, and that the stills show them. Frames that
 * aren't, or don't come, are read once more by decoding from the start, unless they were read so already.
 *
 * @throws the signal's reason.
 */
export async function* checkFrames(task: FrameTask): AsyncGenerator<CheckedFrame, void, undefined> {
  const { read, signal } = task;
  const wrong = new Map<ManifestStill, Check>();
  const remaining = new Set(task.stills);
  /** Frames that decoding from the start gave otherwise: it would again. */
  const settled = new Set<number>();
  for (const linear of [false, true]) {
    const ordinals = [...new Set([...remaining].map(still => still.frame))].filter(
      ordinal => !settled.has(ordinal),
    );
    if (ordinals.length === 0) break;
    try {
      for await (const frame of read(ordinals, { linear })) {
        signal.throwIfAborted();
        for (const still of remaining) {
          if (still.frame !== frame.record.ordinal) continue;
          const source = checkFrame(still, frame.record, task);
          wrong.set(still, source);
          if (source.result === 'failed') {
            if (frame.linear) settled.add(still.frame);
            continue;
          }
          remaining.delete(still);
          yield { still, source, pixels: await comparePixels(still, frame, task) };
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      const unread = failed(`its frame can't be read again: ${messageOf(error)}`);
      for (const still of remaining) if (!wrong.has(still)) wrong.set(still, unread);
    }
  }
  const absent = failed('its frame does not come when the video is read again');
  const pixels = notChecked('its frame could not be had');
  for (const still of remaining) yield { still, source: wrong.get(still) ?? absent, pixels };
}

function checkFrame(
  still: ManifestStill,
  reread: FrameRecord,
  { scored, decoder, description }: FrameTask,
): Check {
  const fingerprint = BigInt(`0x${still.fingerprint}`);
  const { frame: ordinal, ptsTicks, ptsSource } = still;
  const sameDecoder = isSame(decoder, description.decode.decoder);
  const stored = scored.get(ordinal);
  const isExact = reread.fingerprint === fingerprint;
  if (!sameDecoder && !isExact && stored === undefined) {
    const { id, version } = description.decode.decoder;
    return notChecked(
      `its frame was scored by ${id} ${version} and is not stored: another may decode it differently`,
    );
  }
  const expected = {
    ...reread,
    ...(sameDecoder || isExact ? {} : stored),
    ordinal,
    ptsTicks,
    ptsSource,
    fingerprint,
  };
  const outcome = verifyFrame(expected, reread, sameDecoder);
  if (outcome.verified !== null) return passed;
  return failed(`its frame is not the one that was scored: ${outcome.differences.join(', ')}`);
}

/** The file shows the frame as it was read for it: the same samples come from the same decoder only, unless they are those that were scored. */
async function comparePixels(still: ManifestStill, frame: Frame, task: FrameTask): Promise<Check> {
  const { description, folder, decoder, rgb } = task;
  const bytes = await readFile(join(folder, still.file)).catch(() => null);
  if (!bytes) return notChecked("it can't be read");
  const isExact = fingerprintText(frame.record.fingerprint) === still.fingerprint;
  if (!isExact && !isSame(decoder, description.rereadBy)) {
    const { id, version } = description.rereadBy;
    return notChecked(`it shows its frame as ${id} ${version} decodes it`);
  }
  return checkPixels({ bytes, still, description, frame, rgb }).catch(error =>
    failed(`its pixels can't be compared: ${messageOf(error)}`),
  );
}

function isSame(a: DecodeDescription['decoder'], b: DecodeDescription['decoder']): boolean {
  return a.id === b.id && a.version === b.version;
}
