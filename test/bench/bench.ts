/**
 * `npm run bench [-- VIDEO] [--only THEME[/CASE],…] [--rounds N] [--quick] [--large] [--json FILE] [--docs]`: measures what
 * FrameSieve is made of, each part beside its baseline within the same round. It fails when a limit is missed.
 *
 * `--docs` puts the figures into docs/performance.md; with `--from FILE` those that `--json` wrote earlier.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type BenchReport, describeMachine, isGood, type ThemeReport } from './bench-report.ts';
import { type Choice, chooseCases } from './choose-cases.ts';
import { formatReport, formatTheme } from './format-report.ts';
import { measure } from './measure.ts';
import type { BenchSettings } from './theme.ts';
import { type ThemeEntry, themes } from './themes/index.ts';
import { writeDocument } from './write-document.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    json: { type: 'string' },
    docs: { type: 'boolean', default: false },
    from: { type: 'string' },
  },
});

const report = values.from
  ? (JSON.parse(readFileSync(values.from, 'utf8')) as BenchReport)
  : await measureAll();
console.log(formatReport(report));
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (values.docs) writeDocument(report);
if (!isGood(report)) process.exitCode = 1;

async function measureAll(): Promise<BenchReport> {
  const { quick, large } = values;
  const rounds = Number(values.rounds ?? (quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new RangeError('--rounds takes a whole number from 1 on.');
  const settings: BenchSettings = { rounds, quick, large, video: positionals[0] ?? null };
  const choice = chooseCases(values.only);
  const chosen = themes.filter(({ name }) => choice.takesTheme(name));
  if (chosen.length === 0)
    throw new RangeError(`There is no such theme: there are ${themes.map(({ name }) => name).join(', ')}.`);
  const reports: ThemeReport[] = [];
  for (const theme of chosen) {
    const themeReport = await measureTheme(theme, settings, choice);
    reports.push(themeReport);
    console.log(`${formatTheme(themeReport)}\n`);
  }
  return { machine: describeMachine(), settings, themes: reports };
}

/** What fails in one theme doesn't cost the figures of the others. */
async function measureTheme(
  { name, load }: ThemeEntry,
  settings: BenchSettings,
  choice: Choice,
): Promise<ThemeReport> {
  let [title, notes]: [string, readonly string[]] = [name, []];
  try {
    const theme = await load();
    title = theme.title;
    await using open = await theme.open(settings);
    notes = open.notes;
    const { count = settings.rounds, warmUp = true } = open.rounds ?? {};
    const rounds = { count: Math.min(count, settings.rounds), warmUp };
    const measurements = await measure(choice.cases(name, open.cases), rounds);
    return { name, title, notes, measurements, failure: null };
  } catch (error) {
    console.error(error);
    return { name, title, notes, measurements: [], failure: String(error) };
  }
}
