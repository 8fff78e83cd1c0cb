/**
 * `npm run bench [-- VIDEO] [--rounds N] [--frames N] [--stored N] [--json FILE]`: measures decoding, scoring, storing and
 * selecting, each against its baseline within the same round. Without a video it makes one. It fails when selecting from a
 * stored run takes more memory than it may.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { sharedDemoClip } from '@framesieve/testkit/clips';
import { tableCases, videoCases } from './cases.ts';
import { frameCases } from './frame-cases.ts';
import { makeLargeRun, memoryLimitBytes } from './large-run.ts';
import { formatTable, measure } from './measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    frames: { type: 'string', default: '150' },
    stored: { type: 'string', default: '1000000' },
    json: { type: 'string' },
  },
});
const video = positionals[0] ?? (await sharedDemoClip()).file;
using large = await makeLargeRun(Number(values.stored));
const cases = [
  ...(await videoCases(video, Number(values.frames))),
  ...frameCases(),
  ...tableCases(),
  ...large.cases,
];
const measurements = await measure(cases, Number(values.rounds));
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
console.log(
  `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; medians of ${values.rounds} rounds\n`,
);
console.log(formatTable(measurements));
const [peak, limit] = [large.peakBytes, memoryLimitBytes].map(bytes => Math.round(bytes / 1024 ** 2));
console.log(`\nselecting held ${peak} MiB at most; it may hold ${limit} MiB`);
if (large.peakBytes > memoryLimitBytes) process.exitCode = 1;
if (values.json)
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, measurements, selectPeakBytes: large.peakBytes }, null, 2)}\n`,
  );
