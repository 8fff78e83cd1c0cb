import { describeLimits, type LimitResult } from './limits.ts';
import type { Compared, Measurement } from './measure.ts';

/** Cells of one line: case, rate, time, cost, memory, comparisons, limits. */
export type TableRow = readonly string[];

/** Heads of the columns. */
export const tableHead: TableRow = ['case', 'rate', 'time', 'all cores', 'peak', 'compared', 'limit'];

/** A measurement as cells: what isn't known is empty. */
export function tableRow(measurement: Measurement): TableRow {
  const { name, unit, median, spread, coreMs, peakBytes, against, limits } = measurement;
  const cost = Number.isFinite(coreMs) ? duration(coreMs / 1000) : '';
  return [
    name,
    `${figure(median)} ${unit}s/s ± ${Math.round(spread * 100)} %`,
    duration(1 / median),
    cost,
    peakBytes === null ? '' : bytes(peakBytes),
    against.map(compared).join('; '),
    [
      ...against.map(({ limit }) => limit && verdict(limit, figure)),
      limits.seconds && verdict(limits.seconds, duration),
      limits.peakBytes && verdict(limits.peakBytes, bytes),
    ]
      .filter(text => text !== null)
      .join('; '),
  ];
}

/** The table as lines of aligned text. */
export function alignTable(rows: readonly TableRow[]): string {
  const widths = tableHead.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function compared({ to, by, median }: Compared): string {
  const of = { rate: '', time: 'the time of ', plateau: 'the memory of ' }[by];
  return `${figure(median)} × ${of}${to}`;
}

function verdict(limit: LimitResult, format: (value: number) => string): string {
  const word = !limit.holds ? 'MISSED' : limit.reachesAim === false ? 'ok, short of the aim' : 'ok';
  return `${describeLimits(limit, format)}: ${word}`;
}

/** Three significant digits, without an exponent. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return 'unknown';
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

function duration(seconds: number): string {
  if (seconds >= 1) return `${figure(seconds)} s`;
  if (seconds >= 1e-3) return `${figure(seconds * 1e3)} ms`;
  return `${figure(seconds * 1e6)} µs`;
}

function bytes(count: number): string {
  return `${Math.round(count / 1e6).toLocaleString('en')} MB`;
}
