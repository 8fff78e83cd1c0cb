import {
  type FrameSieveError,
  fingerprintText,
  type PlannedStill,
  type StillFormat,
  type StillSource,
} from '@framesieve/core';
import type { ColorTag } from './color-tag.ts';
import type { ManifestFailure, ManifestStill } from './manifest-schema.ts';
import { rankedBy } from './ranked-by.ts';
import type { WrittenStill } from './write-still.ts';

/** The part of a still's entry that comes from its pick, whoever wrote the file. */
export type PickEntry = Pick<
  ManifestStill,
  | 'frame'
  | 'ptsTicks'
  | 'ptsSource'
  | 'timeSeconds'
  | 'scores'
  | 'metric'
  | 'rank'
  | 'tier'
  | 'reason'
  | 'fingerprint'
>;

/** Describes a pick for the manifest. */
export function describePick(planned: PlannedStill, source: StillSource): PickEntry {
  const { pick, frame, scores } = planned;
  return {
    frame: frame.ordinal,
    ptsTicks: frame.ptsTicks,
    ptsSource: frame.ptsSource,
    timeSeconds: frame.timeSeconds,
    scores: { ...scores },
    metric: rankedBy(planned, source),
    rank: pick.rank,
    tier: pick.tier,
    reason: pick.reason,
    fingerprint: fingerprintText(frame.fingerprint),
  };
}

/** The part of a still's entry that comes from its file. */
export function describeFile(
  written: WrittenStill,
  format: StillFormat,
): Pick<ManifestStill, 'width' | 'height' | 'format' | 'bitDepth' | 'colorTag' | 'sizeBytes' | 'sha256'> {
  const { width, height, bitDepth, colorTag, sizeBytes, sha256 } = written;
  return { width, height, format, bitDepth, colorTag: colorTagText(colorTag), sizeBytes, sha256 };
}

/** Describes a still that was not written. */
export function describeFailure(
  { frame }: PlannedStill,
  file: string,
  error: FrameSieveError,
): ManifestFailure {
  return {
    file,
    frame: frame.ordinal,
    ptsTicks: frame.ptsTicks,
    timeSeconds: frame.timeSeconds,
    code: error.code,
    message: error.message,
    hint: error.hint,
  };
}

function colorTagText(tag: ColorTag): string {
  return tag.kind === 'cicp' ? `cicp:${tag.primaries}-${tag.transfer}` : tag.kind;
}
