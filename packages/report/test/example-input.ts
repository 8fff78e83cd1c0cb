import {
  defaultSelection,
  type ExportedStill,
  FrameSieveError,
  type PlannedStill,
  type RejectionReason,
} from '@framesieve/core';
import { makeScoreTable } from '@framesieve/testkit';
import { makeDecodeDescription, makeFrameRecord, makeMetric } from '@framesieve/testkit/records';
import type { ReportInput } from '../src/page/report-input.ts';

/** How an example differs from the usual. */
export interface ExampleOptions {
  /** Default: 100. */
  readonly frames?: number;
  /** Frames that are picked, the best first. Default: 20, 70 and 45. */
  readonly picks?: readonly number[];
  /** Picked frames that could not be exported. */
  readonly failed?: readonly number[];
  /** Rejected frames `[start, end)`. */
  readonly rejected?: readonly (readonly [reason: RejectionReason, start: number, end: number])[];
  /** A text for every place that takes one from elsewhere. */
  readonly text?: string;
}

/** An export of a video that doesn't exist, with scores that follow a wave: every 17th frame has none. */
export function exampleInput(options: ExampleOptions = {}): ReportInput {
  const { frames = 100, picks = [20, 70, 45], failed = [], rejected = [], text } = options;
  const id = text ?? 'niqe/framesieve';
  const scores = Array.from({ length: frames }, (_, i) =>
    i % 17 === 16 ? Number.NaN : 5 + 3 * Math.sin((20 * i) / frames),
  );
  const table = makeScoreTable({ scores: { [id]: scores } });
  const exported = picks.map((ordinal, i): ExportedStill => {
    const planned: PlannedStill = {
      pick: { ordinal, rank: i + 1, tier: i % 2 === 0 ? 'top' : 'coverage', reason: text ?? 'It is good.' },
      frame: makeFrameRecord(ordinal),
      scores: { [id]: scores[ordinal] ?? null },
    };
    const error = new FrameSieveError({
      code: 'frame-mismatch',
      message: text ?? 'Another frame came.',
      hint: text ?? 'Look at it.',
    });
    if (failed.includes(ordinal)) return { planned, still: null, error };
    const still = {
      ordinal,
      file: text ?? `clip_f${ordinal}.png`,
      sha256: 'ab'.repeat(32),
      verified: 'exact' as const,
    };
    return { planned, still, error: null };
  });
  return {
    source: {
      name: text ?? 'clip.mp4',
      identity: { sizeBytes: 1_234_567, sha256: 'cd'.repeat(32) },
      decode: makeDecodeDescription(text === undefined ? {} : { container: text, pixelPipeline: text }),
      frameCount: frames,
    },
    table,
    metrics: [makeMetric(id)],
    selection: {
      settings: defaultSelection,
      picked: exported.map(({ planned }) => planned.pick),
      rejected: rejected.flatMap(([reason, start, end]) =>
        Array.from({ length: end - start }, (_, i) => ({ ordinal: start + i, reason, inFavourOf: null })),
      ),
      relaxed: text === undefined ? [] : [text],
    },
    exported,
    thumbnails: new Map(),
    warnings: text === undefined ? [] : [text],
    settings:
      text === undefined ? { export: { format: 'png' }, metric: 'auto' } : { [text]: { [text]: text } },
    toolVersion: text ?? '1.2.3',
    versions: [{ part: text ?? 'Node.js', version: text ?? '24.0.0' }],
    exportedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
  };
}
