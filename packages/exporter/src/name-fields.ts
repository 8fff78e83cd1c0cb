import { parse } from 'node:path';
import {
  type ExportSettings,
  fileNameOf,
  fingerprintText,
  type PlannedStill,
  type StillSource,
} from '@framesieve/core';
import { legalStem } from './legal-name.ts';
import { momentOf } from './metadata/moment.ts';
import { qualityOf } from './quality.ts';
import { rankedBy } from './ranked-by.ts';

/** What a name can be made of: all that is known of a still before its frame is read. */
export interface NameSubject {
  readonly source: StillSource;
  readonly planned: PlannedStill;
  readonly settings: Pick<ExportSettings, 'format' | 'quality' | 'maxSize'>;
}

/** What a field stands for. */
export type NameField = (subject: NameSubject) => string;

/** The fields that a template may name. */
export const nameFields: Readonly<Record<string, NameField>> = {
  stem: ({ source }) => legalStem(parse(fileNameOf(source.path)).name),
  frame: ({ planned }) => String(planned.frame.ordinal).padStart(6, '0'),
  time: ({ planned }) => formatTime(planned.frame.timeSeconds),
  timecode: ({ planned }) => formatTimecode(planned.frame.timeSeconds),
  pts: ({ planned }) => String(planned.frame.ptsTicks),
  ptsSource: ({ planned }) => planned.frame.ptsSource,
  rank: ({ planned }) => String(planned.pick.rank).padStart(2, '0'),
  tier: ({ planned }) => planned.pick.tier,
  score: subject => scoreOf(subject, rankedBy(subject.planned, subject.source)),
  metric: ({ planned, source }) => plain(rankedBy(planned, source)),
  width: ({ planned }) => String(planned.frame.width),
  height: ({ planned }) => String(planned.frame.height),
  fingerprint: ({ planned }) => fingerprintText(planned.frame.fingerprint),
  date: subject => taken(subject)?.date ?? 'na',
  clock: subject => taken(subject)?.time.replaceAll(':', '-') ?? 'na',
  id: ({ source }) => plain(source.identity.sha256.slice(0, 6)),
  container: ({ source }) => plain(source.decode.container),
  stream: ({ source }) => String(source.decode.stream.index),
  codec: ({ source }) => plain(source.decode.stream.codec),
  pixelFormat: ({ source }) => plain(source.decode.stream.pixelFormat),
  pixelPipeline: ({ source }) => plain(source.decode.pixelPipeline),
  decoder: ({ source }) => plain(source.decode.decoder.id),
  decoderVersion: ({ source }) => plain(source.decode.decoder.version),
  toolVersion: ({ source }) => plain(source.settings.toolVersion),
  format: ({ settings }) => settings.format,
  quality: ({ settings }) => String(qualityOf(settings) ?? 'lossless'),
  maxSize: ({ settings }) => String(settings.maxSize ?? 'na'),
  ext: ({ settings }) => settings.format,
};

/** The score by one metric, with two decimals; `na` where it is undefined or was not measured. */
export function scoreOf({ planned }: NameSubject, metric: string | null): string {
  const score = metric === null ? null : planned.scores[metric];
  if (score === null || score === undefined || !Number.isFinite(score)) return 'na';
  return (Math.round(score * 100) === 0 ? 0 : score).toFixed(2);
}

function taken({ source, planned }: NameSubject) {
  return momentOf(source.recording.createdAt, planned.frame.timeSeconds);
}

/** Any text as a word that may stand in a name; `na` for none. */
function plain(text: unknown): string {
  if (typeof text !== 'string' || text === '') return 'na';
  return text.replace(/[^\p{L}\p{N}._-]/gu, '-');
}

/** Seconds with three decimals, padded so that names sort by time, e.g. `00012.345`. */
function formatTime(seconds: number): string {
  const text = Math.abs(seconds).toFixed(3).padStart(9, '0');
  return seconds < 0 && Number(text) !== 0 ? `-${text}` : text;
}

/** Hours, minutes and seconds, e.g. `01h02m03.456s`. */
function formatTimecode(seconds: number): string {
  const milliseconds = Math.round(Math.abs(seconds) * 1000);
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = ((milliseconds % 60_000) / 1000).toFixed(3).padStart(6, '0');
  const text = `${pad(milliseconds / 3_600_000)}h${pad((milliseconds / 60_000) % 60)}m${rest}s`;
  return seconds < 0 && milliseconds > 0 ? `-${text}` : text;
}
