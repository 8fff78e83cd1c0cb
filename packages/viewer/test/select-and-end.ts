/** Has something selected from a database, and ends the process that did so. */
import { silentLogger } from '@framesieve/core';
import { SelectingProcess } from '../src/selecting/selecting-process.ts';

const [, , databasePath] = process.argv;
const table = { runs: [{ runId: 1, direction: 'lower' as const }], rows: 40 };
const { signal } = new AbortController();
const selecting = new SelectingProcess({ databasePath: databasePath!, logger: silentLogger });
const shots = await selecting.ask({ kind: 'shots', table }, { decodeId: 1, signal });
await selecting[Symbol.asyncDispose]();
await new Promise(resolve => process.send!(shots.length, resolve));
process.disconnect();
