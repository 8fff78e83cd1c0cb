import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@framesieve/scripts/workspace';
import type { BenchReport, ThemeReport } from './bench-report.ts';
import { formatReport } from './format-report.ts';
import { type TableRow, tableHead, tableRow } from './format-table.ts';

const [begin, end] = ['<!-- figures: begin -->', '<!-- figures: end -->'];

/** Puts the figures into docs/performance.md, in place of those that are there. */
export function writeDocument(report: BenchReport): void {
  const file = join(root, 'docs', 'performance.md');
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no place for figures.`);
  const figures = [formatReport(report), ...report.themes.map(asMarkdown)].join('\n\n');
  writeFileSync(file, `${before}${begin}\n\n${figures}\n\n${end}${after}`);
}

function asMarkdown({ title, notes, measurements, failure }: ThemeReport): string {
  const line = (cells: TableRow) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const head = [line(tableHead), line(tableHead.map(() => '---'))];
  const table =
    measurements.length > 0 ? ['', ...head, ...measurements.map(item => line(tableRow(item)))] : [];
  const failed = failure === null ? [] : ['', `It failed: ${failure}`];
  return [`### ${title}`, '', ...notes, ...table, ...failed].join('\n');
}
