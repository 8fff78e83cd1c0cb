import { defaultSelection } from '@framesieve/core';
import { select } from '@framesieve/selector';
import { makeScoreTable } from '@framesieve/testkit';
import { type LargeRun, makeLargeRun } from '../large-run.ts';
import type { Case } from '../measure.ts';
import type { Theme } from '../theme.ts';

const metric = 'test/a';
/** What selecting from a million stored frames may hold. */
const mostBytes = 600 * 1024 ** 2;

/** Selecting from very many frames: alone in memory, and as a command from a database. */
export const selectTheme: Theme = {
  title: 'Selecting',
  async open({ quick, large }) {
    const sizes = [10_000, 100_000, ...(quick ? [] : [1_000_000]), ...(large ? [10_000_000] : [])];
    const runs: LargeRun[] = [];
    for (const frames of sizes) {
      runs.push(await makeLargeRun(frames, frames > 1_000_000 ? null : mostBytes));
    }
    return {
      cases: [...sizes.map(selectInMemory), ...runs.flatMap(run => run.cases)],
      notes: large ? [] : ['Skipped: ten million frames, which only `--large` measures.'],
      async [Symbol.asyncDispose]() {
        for (const run of runs) run[Symbol.dispose]();
      },
    };
  },
};

function selectInMemory(rows: number): Case {
  // Made when it is first needed: the largest takes a gigabyte.
  let table: ReturnType<typeof makeScoreTable> | undefined;
  return {
    name: `select from ${rows.toLocaleString('en')} frames in memory`,
    unit: 'call',
    async run() {
      const scores = () => Array.from({ length: rows }, (_, frame) => (frame * 7919) % rows);
      if (!table) {
        table = makeScoreTable({ scores: { [metric]: scores() } });
        select({ table, settings: defaultSelection });
      }
      const start = performance.now();
      select({ table, settings: defaultSelection });
      return { units: 1, seconds: (performance.now() - start) / 1000, coreSeconds: Number.NaN };
    },
  };
}
