/**
 * Reads a database that it may not write to, tries to all the same, and sends its parent what came of it. With `leave` behind
 * the file's path, it then ends on the spot.
 */
import { defaultSelection } from '@framesieve/core';
import { makePlan } from '@framesieve/testkit/records';
import { openStore } from '../src/index.ts';

await using store = await openStore(process.argv[2]!, { mode: 'existing' });
const [run] = await store.runs(makePlan([]).identity);
const { ordinals, sharpness } = await store.scoreTable([run!.runId]);
const selection = { settings: defaultSelection, picked: [], rejected: [], relaxed: [] };
const refusal = await store.saveSelection([run!.runId], selection).catch(error => error.message);
const { added } = await store.overrides(run!.decodeId);
const found = { readOnly: store.readOnly, frames: ordinals.length, sharpness: sharpness[1], added, refusal };
await new Promise(resolve => process.send!(found, resolve));
if (process.argv[3] === 'leave') process.exit(0);
