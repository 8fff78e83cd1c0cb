/**
 * `npm run bench [-- VIDEO] [--rounds N] [--frames N] [--json FILE]`: measures decoding, scoring, storing and selecting, each
 * against its baseline within the same round. Without a video it makes one.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { sharedDemoClip } from '@framesieve/testkit/clips';
import { tableCases, videoCases } from './cases.ts';
import { frameCases } from './frame-cases.ts';
import { formatTable, measure } from './measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    frames: { type: 'string', default: '150' },
    json: { type: 'string' },
  },
});
const video = positionals[0] ?? (await sharedDemoClip()).file;
const cases = [...(await videoCases(video, Number(values.frames))), ...frameCases(), ...tableCases()];
const measurements = await measure(cases, Number(values.rounds));
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
console.log(
  `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; medians of ${values.rounds} rounds\n`,
);
console.log(formatTable(measurements));
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, measurements }, null, 2)}\n`);
