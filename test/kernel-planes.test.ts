import { everyFrame, type Frame, type FrameScore, silentLogger } from '@framesieve/core';
import { frameToRgb } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { sharedClip, sharedClips } from '@framesieve/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MetricPair, openPair, pairedMetrics } from './lib/metric-pairs.ts';
import { type Painting, paintFrames } from './lib/painted-frames.ts';
import { rankCorrelation } from './lib/rank-correlation.ts';
import { withVideo } from './lib/seen-frames.ts';

const clips = [
  'cockatoo-720p-yuv444.mp4',
  'launch-360p-vp8.webm',
  'phone-1080p-h264-vfr.mp4',
  'talk-352p-5402frames.mp4',
];
const mostFrames = 100;

const paintings: readonly (readonly [name: string, painting: Painting])[] = [
  ['4:2:0', { pixelFormat: 'yuv420p' }],
  ['4:2:0 of BT.601', { pixelFormat: 'yuv420p', color: { matrix: 'bt601' } }],
  ['4:2:0 of BT.2020, 10 bits', { pixelFormat: 'yuv420p10le', color: { matrix: 'bt2020' } }],
  ['4:2:0 in full range', { pixelFormat: 'yuv420p', color: { range: 'full' } }],
  ['4:2:0 with chroma in the middle', { pixelFormat: 'yuv420p', color: { chromaLocation: 'center' } }],
  ['4:2:2', { pixelFormat: 'yuv422p' }],
  ['4:2:2 of 12 bits', { pixelFormat: 'yuv422p12le' }],
  ['4:4:4', { pixelFormat: 'yuv444p' }],
  ['4:4:4 of 16 bits in full range', { pixelFormat: 'yuv444p16le', color: { range: 'full' } }],
  ['4:1:1', { pixelFormat: 'yuv411p' }],
  ['grey', { pixelFormat: 'gray' }],
  ['YCgCo', { pixelFormat: 'yuv444p', color: { matrix: 'ycgco' } }],
  ['turned by 90°', { pixelFormat: 'yuv420p', rotation: 90 }],
  ['turned by 180°', { pixelFormat: 'yuv420p', rotation: 180 }],
  ['turned by 270°', { pixelFormat: 'yuv420p', rotation: 270 }],
  ['mirrored', { pixelFormat: 'yuv420p', mirrored: true }],
  ['mirrored and turned', { pixelFormat: 'yuv422p', mirrored: true, rotation: 90 }],
  ['cropped', { pixelFormat: 'yuv420p', crop: { x: 6, y: 4, width: 384, height: 288 } }],
  ['cropped to odd sizes', { pixelFormat: 'yuv420p', crop: { x: 7, y: 5, width: 379, height: 287 } }],
  [
    'cropped and turned',
    { pixelFormat: 'yuv422p', crop: { x: 6, y: 4, width: 384, height: 288 }, rotation: 270 },
  ],
];

/** What is made of a video's frames: by their planes, and by RGB. */
interface Scores {
  readonly planes: number[];
  readonly rgb: number[];
}

describe('the kernel on decoded planes', () => {
  const pairs: MetricPair[] = [];
  beforeAll(async () => {
    for (const id of pairedMetrics) pairs.push(await openPair(id));
  });
  afterAll(async () => {
    for (const pair of pairs) await pair[Symbol.asyncDispose]();
  });

  const context = { signal: new AbortController().signal, logger: silentLogger, rgb: frameToRgb };

  const scoreFrame = async (frame: Frame, scores: Map<string, Scores>) => {
    const rgb = frameToRgb(frame);
    await Promise.all(
      pairs.map(async ({ id, kernel }) => {
        const [[planes], [picture]] = await Promise.all([
          kernel.score([frame], context),
          kernel.scoreImages([rgb]),
        ]);
        const { planes: byPlanes, rgb: byRgb } = scores.get(id) ?? { planes: [], rgb: [] };
        byPlanes.push(numberOf(planes!));
        byRgb.push(numberOf(picture!));
        scores.set(id, { planes: byPlanes, rgb: byRgb });
      }),
    );
  };

  it.each(paintings)('ranks frames like RGB does: %s', async (_, painting) => {
    const scores = new Map<string, Scores>();
    for (const frame of paintFrames(painting)) await scoreFrame(frame, scores);
    expectAlike(scores);
  });

  it.skipIf(sharedClips().length === 0).each(clips)(
    'ranks the frames of %s like RGB does',
    async name => {
      const scores = new Map<string, Scores>();
      await withVideo(sharedClip(name).path, libavDecoder, async video => {
        let count = 0;
        for await (const frame of video.frames(everyFrame)) {
          await scoreFrame(frame, scores);
          if (++count === mostFrames) break;
        }
      });
      expectAlike(scores);
    },
    600_000,
  );
});

function numberOf(score: FrameScore): number {
  return score.score ?? Number.NaN;
}

/** Within 1 % of the scores' spread, and in the same order: Spearman of 0.999. Frames without a score are the same ones. */
function expectAlike(scores: ReadonlyMap<string, Scores>): void {
  expect(scores.size).toBe(pairedMetrics.length);
  for (const [id, { planes, rgb }] of scores) {
    expect(planes.map(Number.isNaN), id).toEqual(rgb.map(Number.isNaN));
    const scored = [...planes.keys()].filter(i => !Number.isNaN(planes[i]!));
    const [found, expected] = [planes, rgb].map(all => scored.map(i => all[i]!));
    const spread = Math.max(...expected!) - Math.min(...expected!);
    const farthest = Math.max(...found!.map((score, i) => Math.abs(score - expected![i]!)));
    expect(farthest / spread, `${id}: largest difference over spread`).toBeLessThanOrEqual(0.01);
    expect(rankCorrelation(found!, expected!), `${id}: rank correlation`).toBeGreaterThanOrEqual(0.999);
  }
}
