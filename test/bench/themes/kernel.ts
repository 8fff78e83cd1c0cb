import type { Frame, Scorer } from '@framesieve/core';
import { frameToRgb } from '@framesieve/decoder';
import { brisqueOpencvRules, NssKernel, type NssRules, niqeRules } from '@framesieve/nss';
import { opencvMetric } from '@framesieve/plugin-brisque';
import { framesieveMetric } from '@framesieve/plugin-niqe';
import { clip1080 } from '../clips.ts';
import { holdFrames } from '../held-frames.ts';
import type { Case } from '../measure.ts';
import { findOpencv, startOpencv } from '../opencv-brisque.ts';
import { loadScorer, scoreAll } from '../scoring.ts';
import type { Theme } from '../theme.ts';

/** Scoring of decoded frames by the kernel alone, beside OpenCV's BRISQUE on the same frames. */
export const kernelTheme: Theme = {
  title: 'The kernel of NIQE and BRISQUE alone, 1080p',
  async open({ quick }) {
    await using stack = new AsyncDisposableStack();
    const held = stack.use(await holdFrames((await clip1080(41)).path, 12));
    const repeat = quick ? 4 : 20;
    const load = async (factory: typeof opencvMetric | typeof framesieveMetric, threads: number | null) =>
      stack.use(await loadScorer(factory, 'auto', threads));
    const scoring = (name: string, scorer: Scorer, against: Case['against'] = []): Case => ({
      name,
      unit: 'frame',
      against,
      run: () => scoreAll(scorer, held.frames, repeat),
    });
    const [brisque, niqe] = [await load(opencvMetric, null), await load(framesieveMetric, null)];
    const opencv = findOpencv();
    const peer = 'OpenCV QualityBRISQUE, all cores';
    const all = 'BRISQUE, all cores';
    const kernel = await NssKernel.create(held.frames[0]!.memory ?? null);
    const measuring = (name: string, rules: NssRules, against: Case['against'] = []): Case => ({
      name,
      unit: 'frame',
      against,
      run: async () => measureAll(kernel, rules, held.frames, repeat / 2),
    });
    const cases = [
      measuring('features by the rules of BRISQUE', brisqueOpencvRules),
      measuring('features by the rules of NIQE', niqeRules, [
        { to: 'features by the rules of BRISQUE', by: 'time', must: { most: 1.3 } },
      ]),
      scoring('BRISQUE, one thread', await load(opencvMetric, 1)),
      scoring('NIQE, one thread', await load(framesieveMetric, 1), [
        { to: 'BRISQUE, one thread', by: 'time', must: { most: 1.3 } },
      ]),
      scoring(
        all,
        brisque,
        'python' in opencv ? [{ to: peer, by: 'rate', must: { least: 10, aim: 20 } }] : [],
      ),
      scoring('NIQE, all cores', niqe, [{ to: all, by: 'time', must: { most: 1.3 } }]),
    ];
    const notes = [
      `Kernel ${brisque.metric.kernel} by ${brisque.metric.implementation.name}, from decoded planes in shared memory to scores.`,
    ];
    if ('python' in opencv) {
      const images = held.frames.map(frame => frameToRgb(frame));
      const process = stack.use(await startOpencv(opencv.python, images));
      const run = async () => ({
        units: images.length,
        seconds: await process.run(),
        coreSeconds: Number.NaN,
      });
      cases.unshift({ name: peer, unit: 'frame', run });
      notes.push(`OpenCV ${process.version}, on the same frames as RGB that is made already.`);
    } else {
      notes.push(`Skipped: OpenCV's QualityBRISQUE, because ${opencv.reason}.`);
    }
    const owned = stack.move();
    return { cases, notes, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  },
};

/** In this thread, one frame after another. */
function measureAll(kernel: NssKernel, rules: NssRules, frames: readonly Frame[], repeat: number): number {
  for (let time = 0; time < repeat; time++) {
    for (const { bytes, layout, format, rendering } of frames) {
      const area = rendering.crop ?? { x: 0, y: 0, width: format.width, height: format.height };
      kernel.measure({ kind: 'planes', bytes, layout, format, area }, rules);
    }
  }
  return frames.length * repeat;
}
