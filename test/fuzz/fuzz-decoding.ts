/**
 * `npm run fuzz -- [--seed N] [--cuts N] [--flips N] [--ffmpeg-every N] [--decoder libav] [--exports N]`: decodes
 * damaged copies of clips, exports stills of some, and checks that the process survives, that memory stays bounded, and that frames are what
 * they say. The exit code is 1 when a case breaks a rule; the seed in the last line repeats the run.
 */
import { parseArgs } from 'node:util';
import { describeCase, fuzzClips, planCases } from './cases.ts';
import { checkExport } from './check-export.ts';
import { type FuzzOutcome, runCases } from './run-cases.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    cuts: { type: 'string', default: '300' },
    flips: { type: 'string', default: '500' },
    'ffmpeg-every': { type: 'string', default: '10' },
    decoder: { type: 'string' },
    exports: { type: 'string', default: '20' },
    verbose: { type: 'boolean', default: false },
  },
});
const plan = {
  seed: Number(values.seed),
  cuts: Number(values.cuts),
  flips: Number(values.flips),
  ffmpegEvery: Number(values['ffmpeg-every']),
};
const outcomes: FuzzOutcome[] = [];
const cases = planCases(plan).filter(({ decoder }) => decoder === (values.decoder ?? decoder));
for await (const outcome of runCases(cases)) {
  outcomes.push(outcome);
  for (const violation of outcome.violations)
    console.error(`${describeCase(outcome.fuzzCase)}: ${violation}`);
  if (values.verbose) console.error(describeCase(outcome.fuzzCase), JSON.stringify(outcome.result));
}

const sum = (rows: readonly FuzzOutcome[], of: (outcome: FuzzOutcome) => number) =>
  rows.reduce((total, outcome) => total + of(outcome), 0);
const table = ['libav', 'ffmpeg'].flatMap(decoder =>
  fuzzClips.flatMap(({ name }, clip) =>
    ['cut', 'flipped'].map(kind => {
      const rows = outcomes.filter(
        ({ fuzzCase }) => fuzzCase.decoder === decoder && fuzzCase.clip === clip && fuzzCase.kind === kind,
      );
      return {
        ...{ decoder, clip: name, damage: kind, cases: rows.length },
        refused: sum(rows, ({ result }) => Number(result?.error != null)),
        frames: sum(rows, ({ result }) => result?.frames ?? 0),
        corrupt: sum(rows, ({ result }) => result?.corrupt ?? 0),
        reported: sum(rows, ({ result }) => Number((result?.issues ?? 0) > 0)),
        silent: sum(rows, ({ result }) => Number(result?.silent)),
        'wrong before report': sum(rows, ({ result }) => result?.silentlyWrong ?? 0),
        'sought others': sum(rows, ({ result }) => result?.soughtOthers ?? 0),
        'slowest s': Math.max(0, ...rows.map(({ seconds }) => Math.round(seconds * 10) / 10)),
        violations: sum(rows, ({ violations }) => violations.length),
      };
    }),
  ),
);
console.table(table.filter(({ cases }) => cases > 0));
let violations = sum(outcomes, outcome => outcome.violations.length);
let stills = 0;
const toExport = cases.filter(({ kind }) => kind === 'flipped').slice(0, Number(values.exports));
for (const fuzzCase of toExport) {
  const exported = await checkExport(fuzzCase);
  stills += exported.exact;
  violations += exported.violations.length;
  for (const violation of exported.violations)
    console.error(`export: ${describeCase(fuzzCase)}: ${violation}`);
}
console.log(`${toExport.length} exports: ${stills} stills, each exactly the frame that was scored`);
console.log(`${outcomes.length} cases, ${violations} violations, seed ${plan.seed}`);
process.exitCode = violations === 0 ? 0 : 1;
