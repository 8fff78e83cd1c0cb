/**
 * `npm run bench:picks [-- --clips DIR] [--seed N] [--lines N] [--cache DIR] [--json FILE] [--tables DIR] [--opencv DIR]`:
 * measures what frames are picked from clips in which good and bad stretches take turns, by FrameSieve and by other ways.
 * Without real clips it takes generated ones alone.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { opencvMetric } from '@framesieve/plugin-brisque';
import { framesieveMetric } from '@framesieve/plugin-niqe';
import { sharedDemoClip } from '@framesieve/testkit/clips';
import { alternatingClip, originalClip } from './picks/alternating-clip.ts';
import { dumpTable } from './picks/dump-table.ts';
import { formatReport, meansOf, type Outcome, type ReportedClip } from './picks/format-report.ts';
import { judge, shareOfGood } from './picks/judge.ts';
import { type MeasuredClip, measureClip } from './picks/measure-clip.ts';
import { peerWays } from './picks/peers.ts';
import { realSources, sourcesIn } from './picks/sources.ts';
import { planStretches, type Stretch } from './picks/stretches.ts';
import { bareWays, ownWays } from './picks/ways.ts';

const { values } = parseArgs({
  options: {
    clips: { type: 'string' },
    seed: { type: 'string', default: '1' },
    lines: { type: 'string', default: '360' },
    cache: { type: 'string', default: join(tmpdir(), 'framesieve-picks') },
    json: { type: 'string' },
    tables: { type: 'string' },
    opencv: { type: 'string' },
  },
});
const seed = Number(values.seed);
const settings = { lines: Number(values.lines), cache: join(values.cache, 'clips') };
const scoreCache = join(values.cache, 'scores');

const sources = values.clips ? sourcesIn(values.clips) : realSources();
if (sources.length === 0) console.log('There are no real clips: generated ones alone.\n');
const options = { direction: null, device: 'cpu', threads: null };
await using niqe = await framesieveMetric.create(options);
await using brisque = await opencvMetric.create(options);
const scorers = [niqe, brisque];
const metricIds = scorers.map(scorer => scorer.metric.id);
const ways = [...ownWays(metricIds), ...bareWays(metricIds), ...peerWays(values.opencv ?? null, scoreCache)];

interface KnownClip extends MeasuredClip, ReportedClip {
  readonly stretches: readonly Stretch[];
}

const clips: KnownClip[] = [];
async function take(name: string, file: string, plan: (frames: number) => readonly Stretch[]): Promise<void> {
  const measured = await measureClip(file, scorers, scoreCache);
  const stretches = plan(measured.table.ordinals.length);
  clips.push({ ...measured, name, stretches, chance: shareOfGood(stretches) });
  if (values.tables) dumpTable(values.tables, name, measured.table, stretches);
}

for (const demoSeed of [seed, seed + 1, seed + 2]) {
  const { file, truth } = await sharedDemoClip({ seed: demoSeed });
  await take(`demo-${demoSeed}`, file, () => truth.stretches);
}
for (const [index, source] of sources.entries()) {
  const own = { ...settings, seed: 100 * seed + index };
  await take(source.name, await alternatingClip(source, own), frames => planStretches(frames, own.seed));
}
if (values.tables) {
  for (const source of sources) {
    const file = await originalClip(source, { ...settings, seed });
    const { table } = await measureClip(file, scorers, scoreCache);
    dumpTable(join(values.tables, 'originals'), source.name, table, null);
  }
}
const outcomes: Outcome[] = [];
for (const way of ways) {
  const verdicts: Outcome['verdicts'][number][] = [];
  for (const clip of clips) {
    const picks = await way.pick(clip);
    verdicts.push(picks && judge(picks, clip.stretches));
  }
  outcomes.push({ way: way.name, verdicts });
}
console.log(formatReport(clips, outcomes));
if (values.json) {
  const report = {
    seed,
    clips: clips.map(({ name, file, stretches, chance }) => ({ name, file, stretches, chance })),
    outcomes: outcomes.map(outcome => ({ ...outcome, means: meansOf(outcome) })),
  };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
