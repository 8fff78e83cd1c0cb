import {
  type FrameScore,
  FrameSieveError,
  type MetricDescription,
  type ScoredFrame,
  type Scorer,
  type ScoreTask,
  type StageContext,
  silentLogger,
} from '@framesieve/core';
import { CountingAllocator, frameFromRgb, type PictureFrame, rgbOfPictureFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testModel } from '../test/models.ts';
import { createOnnxScorer, createScoreStage } from './index.ts';

const description: Omit<MetricDescription, 'id'> = {
  modelDirection: 'higher',
  direction: 'higher',
  range: [null, null],
  modelSha256: '0'.repeat(64),
  implementation: { name: 'test', version: '1' },
  kernel: 'test',
  precision: 'float64',
  device: 'cpu',
};

/** A complete scorer: the first sample of the picture, and a record of what it was asked. */
function firstSample(id: string, options: { maxBatchSize?: number; score?: Scorer['score'] } = {}) {
  const calls: number[][] = [];
  const scorer: Scorer = {
    metric: { ...description, id },
    maxBatchSize: options.maxBatchSize ?? 8,
    async score(frames, context) {
      calls.push(frames.map(frame => frame.record.ordinal));
      const scores = frames.map(frame => ({ score: context.rgb(frame).data[0]!, distribution: null }));
      return (await options.score?.(frames, context)) ?? scores;
    },
    async [Symbol.asyncDispose]() {},
  };
  return { scorer, calls };
}

function contextOf(signal = new AbortController().signal): StageContext {
  return { signal, logger: silentLogger, frames: new CountingAllocator() };
}

function grayFrame(ordinal: number, width = 4, height = 3): PictureFrame {
  return frameFromRgb({ width, height, data: new Uint8Array(width * height * 3).fill(ordinal) }, ordinal);
}

/** Frames as the decode stage gives them: each is leased until the next pull. */
class Source {
  readonly frames: readonly PictureFrame[];
  readonly failAt: number | null;
  closed = false;
  mostHeld = 0;
  #pulled = 0;
  readonly #metrics: (ordinal: number) => readonly string[];

  constructor(
    frames: readonly PictureFrame[],
    metrics: (ordinal: number) => readonly string[],
    failAt: number | null = null,
  ) {
    this.frames = frames;
    this.failAt = failAt;
    this.#metrics = metrics;
  }

  async *tasks(): AsyncGenerator<ScoreTask> {
    try {
      for (const [i, frame] of this.frames.entries()) {
        if (i === this.failAt) throw new Error('The decoder failed.');
        const others = this.frames.slice(0, i).filter(({ references }) => references > 0).length;
        this.mostHeld = Math.max(this.mostHeld, others);
        this.#pulled += 1;
        try {
          yield { frame, metrics: this.#metrics(frame.record.ordinal) };
        } finally {
          frame.release();
        }
      }
    } finally {
      this.closed = true;
    }
  }

  /** Frames that somebody still holds although their lease has ended. */
  get leaked(): number {
    return this.frames.slice(0, this.#pulled).filter(({ references }) => references > 0).length;
  }
}

async function collect(scored: AsyncIterable<ScoredFrame>): Promise<ScoredFrame[]> {
  const all: ScoredFrame[] = [];
  for await (const frame of scored) all.push(frame);
  return all;
}

const ids = (metrics: readonly string[]) => () => metrics;

describe('the score stage', () => {
  it('keeps the order, asks only for what is needed, and gives every frame back', async () => {
    const widths = fc.array(fc.constantFrom(4, 5), { minLength: 0, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(
        widths,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        async (sizes, batch, most) => {
          const frames = sizes.map((width, i) => grayFrame(i, width));
          const a = firstSample('test/a', { maxBatchSize: most });
          const b = firstSample('test/b');
          const needs = (ordinal: number) => (ordinal % 3 === 0 ? ['test/b'] : ['test/a', 'test/b']);
          const source = new Source(frames, needs);
          const stage = createScoreStage({
            scorers: [a.scorer, b.scorer],
            rgb: rgbOfPictureFrame,
            batchSize: batch,
          });
          const scored = await collect(stage.run(source.tasks(), contextOf()));
          expect(scored.map(({ record }) => record.ordinal)).toEqual(frames.map((_, i) => i));
          for (const { record, scores } of scored) {
            expect([...scores.keys()]).toEqual(needs(record.ordinal));
            for (const score of scores.values())
              expect(score).toEqual({ score: record.ordinal, distribution: null });
          }
          for (const { calls, limit } of [
            { calls: a.calls, limit: most },
            { calls: b.calls, limit: batch },
          ]) {
            for (const call of calls) {
              expect(call.length).toBeLessThanOrEqual(Math.min(limit, batch));
              expect(new Set(call.map(i => sizes[i])).size).toBe(1);
            }
          }
          expect(frames.map(({ references }) => references)).toEqual(frames.map(() => 0));
          expect(source.closed).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('makes RGB once per frame, however many metrics ask', async () => {
    let made = 0;
    const scorers = ['a', 'b', 'c'].map(name => firstSample(`test/${name}`).scorer);
    const rgb: typeof rgbOfPictureFrame = frame => {
      made += 1;
      return rgbOfPictureFrame(frame);
    };
    const source = new Source(
      [0, 1, 2, 3].map(i => grayFrame(i)),
      ids(['test/a', 'test/b', 'test/c']),
    );
    await collect(createScoreStage({ scorers, rgb, batchSize: 2 }).run(source.tasks(), contextOf()));
    expect(made).toBe(4);
  });

  it('scores with a batch of 1 by default, holding one frame while the next is pulled', async () => {
    const { scorer, calls } = firstSample('test/a');
    const source = new Source(
      Array.from({ length: 9 }, (_, i) => grayFrame(i)),
      ids(['test/a']),
    );
    await collect(
      createScoreStage({ scorers: [scorer], rgb: rgbOfPictureFrame }).run(source.tasks(), contextOf()),
    );
    expect(calls.every(call => call.length === 1)).toBe(true);
    expect(source.mostHeld).toBeLessThanOrEqual(1);
  });

  it.each([1, 2, 4])('gets along with a pool of %d frames more than its batch', async batch => {
    let free = batch + 2;
    let waiting: (() => void) | null = null;
    const frames = Array.from({ length: 20 }, (_, i) => grayFrame(i));
    async function* pooled(): AsyncGenerator<ScoreTask> {
      for (const frame of frames) {
        while (free === 0) await new Promise<void>(resolve => (waiting = resolve));
        free -= 1;
        const release = frame.release.bind(frame);
        frame.release = () => {
          release();
          if (frame.references > 0) return;
          free += 1;
          waiting?.();
        };
        try {
          yield { frame, metrics: ['test/a'] };
        } finally {
          frame.release();
        }
      }
    }
    const slow = firstSample('test/a', {
      score: async (given, context) => {
        await new Promise(resolve => setTimeout(resolve, 2));
        return given.map(frame => ({ score: context.rgb(frame).data[0]!, distribution: null }));
      },
    });
    const stage = createScoreStage({ scorers: [slow.scorer], rgb: rgbOfPictureFrame, batchSize: batch });
    expect(await collect(stage.run(pooled(), contextOf()))).toHaveLength(20);
  });

  it.each([
    [
      'throws',
      'score-failed Metric test/b failed on frame 2: out of memory',
      async () => Promise.reject(new Error('out of memory')),
    ],
    [
      'gives too few scores',
      'score-failed Metric test/b failed on frame 2: it gave 0 scores.',
      async () => [],
    ],
  ])('names metric and frame when a metric %s', async (_, expected, failure) => {
    const good = firstSample('test/a');
    const bad = firstSample('test/b', {
      score: async (frames, context) =>
        frames[0]!.record.ordinal === 2
          ? failure()
          : [{ score: context.rgb(frames[0]!).data[0]!, distribution: null }],
    });
    const source = new Source(
      [0, 1, 2, 3, 4].map(i => grayFrame(i)),
      ids(['test/a', 'test/b']),
    );
    const stage = createScoreStage({ scorers: [good.scorer, bad.scorer], rgb: rgbOfPictureFrame });
    const seen: number[] = [];
    const error = await (async () => {
      for await (const { record } of stage.run(source.tasks(), contextOf())) seen.push(record.ordinal);
    })().catch((caught: unknown) => caught);
    if (!FrameSieveError.isInstance(error)) throw error;
    expect(`${error.code} ${error.message}`).toBe(expected);
    expect(error.hint).not.toBeNull();
    expect(seen).toEqual([0, 1]);
    expect([source.leaked, source.closed]).toEqual([0, true]);
  });

  it('scores what came before the decoder failed, then passes the failure on', async () => {
    const { scorer } = firstSample('test/a');
    const source = new Source(
      Array.from({ length: 9 }, (_, i) => grayFrame(i)),
      ids(['test/a']),
      5,
    );
    const stage = createScoreStage({ scorers: [scorer], rgb: rgbOfPictureFrame, batchSize: 4 });
    const seen: number[] = [];
    const run = async () => {
      for await (const { record } of stage.run(source.tasks(), contextOf())) seen.push(record.ordinal);
    };
    await expect(run()).rejects.toThrow('The decoder failed.');
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(source.leaked).toBe(0);
  });

  it('gives a frame back that ended a batch by its size, when its consumer leaves', async () => {
    const source = new Source(
      [4, 5, 4, 5].map((width, i) => grayFrame(i, width)),
      ids(['test/a']),
    );
    const { scorer } = firstSample('test/a');
    const stage = createScoreStage({ scorers: [scorer], rgb: rgbOfPictureFrame, batchSize: 3 });
    for await (const _ of stage.run(source.tasks(), contextOf())) break;
    expect([source.leaked, source.closed]).toEqual([0, true]);
  });

  it.each([1, 3])('gives everything back when its consumer leaves (batch %d)', async batchSize => {
    const { scorer } = firstSample('test/a');
    const source = new Source(
      Array.from({ length: 9 }, (_, i) => grayFrame(i)),
      ids(['test/a']),
    );
    const stage = createScoreStage({ scorers: [scorer], rgb: rgbOfPictureFrame, batchSize });
    for await (const { record } of stage.run(source.tasks(), contextOf())) if (record.ordinal === 3) break;
    expect([source.leaked, source.closed]).toEqual([0, true]);
  });

  it('stops with the reason when aborted', async () => {
    const controller = new AbortController();
    const { scorer } = firstSample('test/a');
    const source = new Source(
      Array.from({ length: 9 }, (_, i) => grayFrame(i)),
      ids(['test/a']),
    );
    const stage = createScoreStage({ scorers: [scorer], rgb: rgbOfPictureFrame, batchSize: 2 });
    const run = async () => {
      for await (const { record } of stage.run(source.tasks(), contextOf(controller.signal))) {
        if (record.ordinal === 3) controller.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow('enough');
    expect([source.leaked, source.closed]).toEqual([0, true]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('lets no score of %d out', async value => {
    const dishonest = firstSample('test/a', {
      score: async frames => frames.map((): FrameScore => ({ score: value, distribution: null })),
    });
    const source = new Source([grayFrame(0)], ids(['test/a']));
    const stage = createScoreStage({ scorers: [dishonest.scorer], rgb: rgbOfPictureFrame });
    const [scored] = await collect(stage.run(source.tasks(), contextOf()));
    expect(scored!.scores.get('test/a')).toEqual({
      score: null,
      reason: expect.stringContaining(String(value)),
    });
  });

  it('runs a real model', async () => {
    await using scorer = await createOnnxScorer({ model: testModel() });
    const source = new Source(
      [0, 1, 2, 3, 4].map(i => grayFrame(i)),
      ids(['test/mean']),
    );
    const stage = createScoreStage({ scorers: [scorer], rgb: rgbOfPictureFrame, batchSize: 2 });
    expect(stage.metrics).toEqual([scorer.metric]);
    const scored = await collect(stage.run(source.tasks(), contextOf()));
    expect(scored.map(({ scores }) => scores.get('test/mean')!.score)).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses a batch size below 1 and two metrics of the same id', () => {
    const { scorer } = firstSample('test/a');
    expect(() => createScoreStage({ scorers: [scorer], rgb: rgbOfPictureFrame, batchSize: 0 })).toThrow(
      'batchSize',
    );
    expect(() => createScoreStage({ scorers: [scorer, scorer], rgb: rgbOfPictureFrame })).toThrow(
      'different ids',
    );
  });
});
