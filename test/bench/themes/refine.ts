import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedDemoClip } from '@framesieve/testkit/clips';
import { temporaryFolder } from '../command.ts';
import type { Sample } from '../measure.ts';
import { musiqModels } from '../musiq-models.ts';
import {
  type RefineComparison,
  refineOverlap,
  type ScoredWay,
  scoreFully,
  scoreInTwoPasses,
} from '../refine-overlap.ts';
import type { Theme } from '../theme.ts';

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Scoring in two passes beside the strong metric on every frame: how much faster, and how alike the picks are. */
export const refineTheme: Theme = {
  title: 'Two passes: NIQE for every frame, MUSIQ for a tenth',
  async open({ quick }) {
    using stack = new DisposableStack();
    const folder = stack.use(temporaryFolder());
    const [{ name, model }] = await musiqModels();
    const strong = join(folder.path, 'musiq.onnx');
    writeFileSync(strong, model);
    const { file: video } = await sharedDemoClip();
    const every = quick || !name.startsWith('tiny') ? 8 : 2;
    const comparison: RefineComparison = { video, metric: 'niqe', strong, sample: { every } };
    const { full, samePicks, nearPicks, gain } = await refineOverlap(comparison);
    const everyFrame = 'MUSIQ for every frame';
    const owned = stack.move();
    return {
      cases: [
        { name: everyFrame, unit: 'frame', run: async () => sampleOf(await scoreFully(comparison)) },
        {
          name: 'two passes',
          unit: 'frame',
          against: [{ to: everyFrame, by: 'rate' }],
          run: async () => sampleOf(await scoreInTwoPasses(comparison)),
        },
      ],
      notes: [
        `The demo clip, ${full.frames} frames of 360p, with a ${name}.`,
        `Of ${full.picks.length} picks, ${percent(samePicks)} are the same, ${percent(nearPicks)} are within a second of one; their mean score by MUSIQ lies at ${percent(gain)} of the way from that of all frames to that of the best.`,
      ],
      rounds: { count: 3, warmUp: false },
      async [Symbol.asyncDispose]() {
        owned.dispose();
      },
    };
  },
};

function sampleOf({ frames, seconds }: ScoredWay): Sample {
  return { units: frames, seconds };
}
