import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin } from '@framesieve/core';
import { identifyVideo } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { openStore } from '@framesieve/store';
import { changedDecoder } from '@framesieve/testkit';
import { sharedDemoClip } from '@framesieve/testkit/clips';
import { type SieveEvent, type SieveOptions, score, select } from 'framesieve';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import contrast from './lib/contrast.ts';
import { expectValid } from './lib/documents.ts';
import luma from './lib/luma.ts';

const strong = 'contrast/slow';
let folder: string;
let db: string;
let calls = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve refine '));
  copyFileSync((await sharedDemoClip({ width: 320, height: 180 })).file, join(folder, 'demo.mp4'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  db = join(folder, `${calls++}.sqlite`);
});

type Config = NonNullable<SieveOptions['config']>;

function optionsOf(config: Config, more: Partial<SieveOptions> = {}): SieveOptions {
  return {
    inputs: ['demo.mp4'],
    cwd: folder,
    plugins: [luma, contrast],
    config: { metric: 'luma', db, ...config },
    ...more,
  };
}

async function scored(config: Config, more: Partial<SieveOptions> = {}) {
  const report = await score(optionsOf(config, more));
  expectValid('report', report);
  const [video] = report.videos;
  expect(video!.error).toBeNull();
  return video!;
}

async function selected(config: Config) {
  const report = await select(optionsOf(config));
  expectValid('report', report);
  return report.videos[0]!;
}

const refinedOf = (video: Awaited<ReturnType<typeof scored>>) =>
  video.metrics.find(({ id }) => id === strong)!;

async function runs() {
  await using store = await openStore(db);
  return await store.runs(await identifyVideo(join(folder, 'demo.mp4')));
}

describe('score, refined', () => {
  it('scores every frame by the metric, and the best of each stretch by the one that refines', async () => {
    const events: SieveEvent[] = [];
    const video = await scored(
      { refine: 'contrast', refineTop: 30 },
      { onEvent: event => events.push(event) },
    );
    const [fast, second] = video.metrics;
    expect(fast).toMatchObject({ id: 'luma/mean', refines: false, scored: video.frames });
    expect(second).toMatchObject({ id: strong, refines: true, scored: 30, reused: 0 });
    expect(second!.scores).toHaveLength(30);
    const tenths = second!.scores!.map(({ frame }) => Math.floor((10 * frame) / video.frames!));
    expect(new Set(tenths).size).toBeGreaterThanOrEqual(8);
    const refining = events.filter(({ type }) => type === 'refining');
    expect(refining.at(-1)).toMatchObject({ done: 30, total: 30 });
    expect(events.find(({ type }) => type === 'refine')).toMatchObject({ candidates: 30, reused: 0 });
    expect((await runs()).map(({ scope, state }) => [scope, state])).toEqual([
      ['chosen', 'complete'],
      ['sampled', 'complete'],
    ]);
  });

  it('gives a frame the score that it would have had in a pass over all', async () => {
    const full = await scored({ metric: strong, db: `${db}.full` });
    const scores = new Map(full.metrics[0]!.scores!.map(({ frame, score }) => [frame, score]));
    for (const { frame, score } of refinedOf(await scored({ refine: strong })).scores!)
      expect(score).toBe(scores.get(frame));
  });

  it('takes a share of the frames with a score, a tenth by default', async () => {
    const usual = await scored({ refine: strong });
    expect(refinedOf(usual).scored).toBe(Math.ceil(usual.frames! / 10));
    expect(refinedOf(await scored({ refine: strong, refineTop: '2.5%' })).reused).toBe(
      refinedOf(usual).scored,
    );
  });

  it('scores nothing twice: not what was refined before, and not what a full run has', async () => {
    await scored({ refine: strong, refineTop: 10 });
    const more = refinedOf(await scored({ refine: strong, refineTop: 20 }));
    expect(more.scored).toBeLessThan(20);
    expect(more.scored + more.reused).toBeGreaterThanOrEqual(20);
    const full = await scored({ metric: strong });
    expect(full.metrics[0]).toMatchObject({
      scored: full.frames! - more.scored - more.reused,
      reused: more.scored + more.reused,
    });
    const again = refinedOf(await scored({ refine: strong, refineTop: 50 }));
    expect(again.scored).toBe(0);
    const fresh = refinedOf(await scored({ refine: strong, refineTop: 5 }, { resume: false }));
    expect([fresh.scored, fresh.reused]).toEqual([5, 0]);
  });

  it('is not taken for a run over all frames', async () => {
    await scored({ refine: strong, refineTop: 10 });
    const video = await selected({ metric: strong });
    expect(video.error).toMatchObject({ code: 'nothing-stored' });
    expect((await scored({ metric: strong })).metrics[0]!.scored).toBeGreaterThan(100);
  });

  it('has nothing to refine where every frame is rejected', async () => {
    const video = await scored({ refine: strong, select: { black: 1 } });
    expect(video.metrics.map(({ id }) => id)).toEqual(['luma/mean']);
  });
});

describe('select, refined', () => {
  const usual = { select: { top: 4, coverage: 3 } };

  it('ranks refined frames first, and says which metric ranked', async () => {
    await scored({ refine: strong, refineTop: 6 });
    const { picks, metrics } = await selected({ select: { top: 20, coverage: 0, minGapSeconds: 0.1 } });
    expect(metrics.map(({ id, refines }) => [id, refines])).toEqual([
      ['luma/mean', false],
      [strong, true],
    ]);
    const first = picks!.findIndex(({ rankedBy }) => rankedBy !== strong);
    expect(first).toBeGreaterThan(0);
    const [refined, others] = [picks!.slice(0, first), picks!.slice(first)];
    const scoresBy = (id: string, list: typeof refined) => list.map(({ scores }) => scores[id]!);
    expect(scoresBy(strong, refined)).toEqual(scoresBy(strong, refined).toSorted((a, b) => b - a));
    expect(scoresBy('luma/mean', others)).toEqual(scoresBy('luma/mean', others).toSorted((a, b) => b - a));
    for (const { rankedBy, scores, reason } of others) {
      expect([rankedBy, strong in scores]).toEqual(['luma/mean', false]);
      expect(reason).toContain(`behind the 6 refined by ${strong}`);
    }
    expect(refined[0]!.reason).toContain(`place 1 of 6 refined by ${strong}`);
  });

  it('does as was done last where nothing is said of refining', async () => {
    const rankedBy = async (config: Config) => {
      const { picks, error } = await selected({ ...usual, ...config });
      expect(error).toBeNull();
      return picks![0]!.rankedBy;
    };
    await scored({});
    expect(await rankedBy({})).toBe('luma/mean');
    await scored({ refine: strong });
    expect(await rankedBy({})).toBe(strong);
    expect(await rankedBy({ refine: false })).toBe('luma/mean');
    expect(await rankedBy({})).toBe('luma/mean');
    expect(await rankedBy({ refine: 'contrast' })).toBe(strong);
    expect(await rankedBy({})).toBe(strong);
  });

  it('refuses to refine by what has not, by what scores every frame, and by what is weighed', async () => {
    await scored({});
    const nothing = await selected({ refine: strong });
    expect(nothing.error).toMatchObject({
      code: 'nothing-stored',
      hint: expect.stringContaining('--refine'),
    });
    const same = await selected({ refine: 'luma' });
    expect(same.error).toMatchObject({ code: 'usage' });
    await expect(
      select(optionsOf({ refine: strong, select: { weights: { [strong]: 2 } } })),
    ).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('refines'),
    });
  });
});

describe('errors come first', () => {
  it.each([
    ['an unknown metric', { refine: 'nope' }, 'metric-unknown'],
    ['a metric without its model', { refine: 'musiq/koniq' }, 'model-missing'],
    ['the metric that scores every frame', { refine: 'luma' }, 'usage'],
    ['a metric with a weight', { refine: strong, select: { weights: { contrast: 2 } } }, 'usage'],
  ] as const)('%s', async (_name, config, code) => {
    const seen: SieveEvent[] = [];
    await expect(score(optionsOf(config, { onEvent: event => seen.push(event) }))).rejects.toMatchObject({
      code,
    });
    expect(seen.filter(({ type }) => type !== 'log')).toEqual([]);
  });
});

describe('frames that are read again otherwise', () => {
  /** Gives the frames of some ordinals a changed sample, or leaves them out, when they are read again. */
  const unsteady = (changed: readonly number[], missing: readonly number[]) =>
    definePlugin({
      name: 'unsteady',
      apiVersion: 1,
      register(registry) {
        const factory = changedDecoder(libavDecoder, video => ({
          async *framesAt(ordinals, options) {
            for await (const frame of video.framesAt(ordinals, options)) {
              if (missing.includes(frame.ordinal)) frame.buffer.release();
              else {
                if (changed.includes(frame.ordinal)) frame.buffer.bytes[0]! ^= 1;
                yield frame;
              }
            }
          },
        }));
        const create = async (options: Readonly<Record<string, unknown>>) => {
          const decoder = await factory.create(options);
          return { ...decoder, id: 'unsteady', open: decoder.open.bind(decoder) };
        };
        registry.addDecoder({ ...factory, id: 'unsteady', create });
      },
    });

  it('are left out, with the reason, and the others are scored', async () => {
    const chosen = refinedOf(await scored({ refine: strong, refineTop: 12 })).scores!.map(
      ({ frame }) => frame,
    );
    const plugins = [luma, contrast, unsteady([chosen[2]!], [chosen[11]!])];
    db = `${db}.unsteady`;
    const config: Config = { decoder: 'unsteady', refine: strong, refineTop: 12 };
    const video = await scored(config, { plugins });
    expect(video.status).toBe('partial');
    expect(video.warnings.join('\n')).toContain('2 of 12 frames could not be refined');
    expect(refinedOf(video).scores!.map(({ frame }) => frame)).toEqual(
      chosen.filter((_, i) => i !== 2 && i !== 11),
    );
    const [run] = await runs();
    expect(run).toMatchObject({ scope: 'chosen', state: 'partial', scored: 10 });
    const steady = await scored(config, { plugins: [luma, contrast, unsteady([], [])] });
    expect(refinedOf(steady)).toMatchObject({ scored: 2, reused: 10 });
  });
});
