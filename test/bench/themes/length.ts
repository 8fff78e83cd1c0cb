import { clip1080, clip2160 } from '../clips.ts';
import type { Case } from '../measure.ts';
import type { Theme } from '../theme.ts';
import { runCommand } from './run.ts';

/** What a run holds of memory, and what the length of a video does to it and to the time of each frame. */
export const lengthTheme: Theme = {
  title: 'Memory, and long videos: `framesieve run --metric niqe`',
  async open({ quick }) {
    const run = ['run', '--metric', 'niqe'];
    const [short, long] = [await clip1080(200), quick ? null : await clip1080(5000)];
    const large = await clip2160(quick ? 41 : 200);
    const shortName = `1080p, ${short.frames} frames`;
    const cases: Case[] = [
      {
        name: shortName,
        unit: 'frame',
        peakBytes: { most: 500e6 },
        run: () => runCommand(run, short),
      },
      {
        name: `2160p, ${large.frames} frames`,
        unit: 'frame',
        peakBytes: { most: 1200e6 },
        run: () => runCommand(run, large),
      },
    ];
    if (long) {
      cases.push({
        name: `1080p, ${long.frames} frames`,
        unit: 'frame',
        peakBytes: { most: 500e6 },
        against: [
          { to: shortName, by: 'plateau', must: { most: 1.1 } },
          { to: shortName, by: 'time', must: { most: 1.1 } },
        ],
        run: () => runCommand(run, long),
      });
    }
    return {
      cases,
      notes: [
        'The peak is the most memory that the process held, shared memory and all threads included. What is compared is what it held for most of the time.',
        ...(long ? [] : ['Skipped: 5,000 frames, because it should be quick.']),
      ],
      rounds: { count: 3, warmUp: false },
      async [Symbol.asyncDispose]() {},
    };
  },
};
