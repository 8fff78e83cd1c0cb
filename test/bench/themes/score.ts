import type { Scorer, ScorerFactory } from '@framesieve/core';
import { opencvMetric } from '@framesieve/plugin-brisque';
import { libavDecoder } from '@framesieve/plugin-libav';
import { framesieveMetric } from '@framesieve/plugin-niqe';
import { clip1080 } from '../clips.ts';
import { decodeBare } from '../decoding.ts';
import type { Case, Comparison } from '../measure.ts';
import { decodeAndScore, loadScorer } from '../scoring.ts';
import type { Theme } from '../theme.ts';

/** Decoding and scoring within one process, beside decoding alone. */
export const scoreTheme: Theme = {
  title: 'Decoding and scoring in one process, 1080p H.264',
  async open({ quick, video }) {
    const frames = quick ? 82 : 410;
    const path = video ?? (await clip1080(frames)).path;
    const scorers: Scorer[] = [];
    const load = async (factory: ScorerFactory, kernel: 'auto' | 'onnx') => {
      const scorer = await loadScorer(factory, kernel);
      scorers.push(scorer);
      return scorer;
    };
    const niqe = await load(framesieveMetric, 'auto');
    const brisque = await load(opencvMetric, 'auto');
    const niqeGraph = await load(framesieveMetric, 'onnx');
    const brisqueGraph = await load(opencvMetric, 'onnx');
    const alone = 'libav alone';
    const against = (must?: Comparison['must']): readonly Comparison[] => [
      { to: alone, by: 'rate', ...(must && { must }) },
    ];
    const score = (name: string, used: readonly Scorer[], most: number, must?: Comparison['must']): Case => ({
      name,
      unit: 'frame',
      against: against(must),
      run: () => decodeAndScore(libavDecoder, used, path, most),
    });
    // A graph takes half a second for a frame.
    const few = quick ? 4 : 12;
    return {
      cases: [
        { name: alone, unit: 'frame', run: () => decodeBare(libavDecoder, path, frames) },
        score('niqe', [niqe], frames),
        score('brisque', [brisque], frames),
        score('niqe and brisque', [niqe, brisque], frames),
        score('niqe, by its graph', [niqeGraph], few),
        score('brisque, by its graph', [brisqueGraph], few),
      ],
      notes: [
        `The kernel is ${niqe.metric.kernel}; graphs are computed by ${niqeGraph.metric.implementation.name}.`,
      ],
      async [Symbol.asyncDispose]() {
        for (const scorer of scorers) await scorer[Symbol.asyncDispose]();
      },
    };
  },
};
