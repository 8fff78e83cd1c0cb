import { type BenchReport, limitsOf, type ThemeReport } from './bench-report.ts';
import { alignTable, tableHead, tableRow } from './format-table.ts';

/** Rounds further apart than this tell more of the machine than of the program. */
const calmSpread = 0.15;

/** A theme as text. */
export function formatTheme({ title, notes, measurements, failure }: ThemeReport): string {
  const table = measurements.length > 0 ? [alignTable([tableHead, ...measurements.map(tableRow)])] : [];
  const failed = failure === null ? [] : [`FAILED: ${failure}`];
  return [`# ${title}`, ...notes, ...table, ...failed].join('\n');
}

/** What was measured on, and what came of the limits. */
export function formatReport({ machine, settings, themes }: BenchReport): string {
  const { processor, cores, memoryBytes, system, node } = machine;
  const gibibytes = Math.round(memoryBytes / 1024 ** 3);
  const measurements = themes.flatMap(theme => theme.measurements);
  const limits = measurements.flatMap(limitsOf);
  const missed = limits.filter(({ holds }) => !holds).length;
  const noisy = noisyCases(themes);
  return [
    `${processor}, ${cores} cores, ${gibibytes} GiB, ${system}, Node ${node}; medians of ${settings.rounds} rounds or fewer.`,
    `${limits.length - missed} of ${limits.length} limits hold.`,
    ...(noisy.length > 0 ? [`Disturbed, by more than ${calmSpread * 100} %: ${noisy.join(', ')}.`] : []),
  ].join('\n');
}

/** The cases whose rounds lie far apart, so that what is compared with them says little. */
function noisyCases(themes: readonly ThemeReport[]): readonly string[] {
  return themes.flatMap(({ name, measurements }) =>
    measurements.filter(({ spread }) => spread > calmSpread).map(item => `${name}/${item.name}`),
  );
}
