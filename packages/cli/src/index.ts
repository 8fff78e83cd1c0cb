export type { SieveEvent } from './events.ts';
export type {
  MetricReport,
  PickReport,
  ReportedError,
  ScoreReport,
  SieveReport,
  VideoReport,
} from './json-document.ts';
export type { ExportOptions, SelectOptions, SieveOptions } from './options.ts';
export { exportPicks, select } from './resieve.ts';
export { score, sieve } from './sieve.ts';
