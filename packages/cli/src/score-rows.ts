import { fingerprintText, type RunRecord, type ScoreRow } from '@framesieve/core';

/** The columns of a table of scores, in their order. */
export const columns = [
  ...['metric', 'frame', 'pts_ticks', 'pts_source', 'time_seconds', 'score', 'reason', 'width', 'height'],
  ...['key_frame', 'corrupt', 'mean_luma', 'contrast', 'change', 'sharpness', 'noise', 'blockiness'],
  ...['shadows', 'highlights', 'dominance', 'fingerprint'],
] as const;

/** One line of a table of scores; `null` where there is nothing. */
export type FlatRow = Readonly<Record<(typeof columns)[number], string | number | boolean | null>>;

/** A score with its frame as one flat row. */
export function flatRow({ metric }: RunRecord, { frame, score }: ScoreRow): FlatRow {
  const { facts } = frame;
  return {
    metric: metric.id,
    frame: frame.ordinal,
    pts_ticks: frame.ptsTicks,
    pts_source: frame.ptsSource,
    time_seconds: frame.timeSeconds,
    score: score.score,
    reason: score.score === null ? score.reason : null,
    width: frame.width,
    height: frame.height,
    key_frame: frame.keyFrame,
    corrupt: frame.corrupt,
    mean_luma: facts.meanLuma,
    contrast: facts.contrast,
    change: facts.change,
    sharpness: facts.sharpness,
    noise: facts.noise,
    blockiness: facts.blockiness,
    shadows: facts.shadows,
    highlights: facts.highlights,
    dominance: facts.dominance,
    fingerprint: fingerprintText(frame.fingerprint),
  };
}

/** A row as a line of CSV (RFC 4180) without its end; nothing is an empty field. */
export function csvLine(row: FlatRow): string {
  return columns.map(column => csvField(row[column])).join(',');
}

function csvField(value: FlatRow[keyof FlatRow]): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
