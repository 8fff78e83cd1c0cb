import {
  fileNameOf,
  fingerprintText,
  type GeoPosition,
  type PlannedStill,
  type StillSource,
} from '@framesieve/core';
import { rankedBy } from '../ranked-by.ts';
import { type Moment, momentOf } from './moment.ts';

/** What is written into a still about where it comes from. No path: a still may be passed on. */
export interface StillFacts {
  readonly software: string;
  /** One sentence; it doesn't end with a bracket, which libvips would cut off. */
  readonly description: string;
  /** When the frame was taken; `null` when it is not known. */
  readonly moment: Moment | null;
  readonly position: GeoPosition | null;
  /** Name of the video's file. */
  readonly sourceFile: string;
  readonly sourceSizeBytes: number;
  /** SHA-256 of its identity, in hex. */
  readonly sourceSha256: string;
  readonly frame: number;
  readonly ptsTicks: number;
  /** Seconds per tick, as a fraction. */
  readonly timeBase: string;
  readonly timeSeconds: number;
  readonly rank: number;
  readonly tier: string;
  readonly reason: string;
  /** Id of the metric that ranked; `null` for none. */
  readonly metric: string | null;
  /** Score by metric id; `null` where the metric is undefined. */
  readonly scores: Readonly<Record<string, number | null>>;
  /** 16 hexadecimal digits. */
  readonly fingerprint: string;
  readonly verified: 'exact' | 'approximate';
}

/** Gathers what is to be said in the file of a still. */
export function stillFacts(
  planned: PlannedStill,
  source: StillSource,
  verified: 'exact' | 'approximate',
): StillFacts {
  const { pick, frame, scores } = planned;
  const { path, identity, recording, decode } = source;
  const { ordinal, ptsTicks, timeSeconds } = frame;
  const { numerator, denominator } = decode.stream.timeBase;
  const sourceFile = fileNameOf(path);
  return {
    software: 'FrameSieve',
    description: `${sourceFile}, frame ${ordinal} at ${timeSeconds.toFixed(3)} s`,
    moment: momentOf(recording.createdAt, timeSeconds),
    position: recording.position,
    sourceFile,
    sourceSizeBytes: identity.sizeBytes,
    sourceSha256: identity.sha256,
    frame: ordinal,
    ptsTicks,
    timeBase: `${numerator}/${denominator}`,
    timeSeconds,
    rank: pick.rank,
    tier: pick.tier,
    reason: pick.reason,
    metric: rankedBy(planned, source),
    scores,
    fingerprint: fingerprintText(frame.fingerprint),
    verified,
  };
}
