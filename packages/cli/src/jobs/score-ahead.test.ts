import { type Frame, FrameSieveError, type Scorer } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import { makeMetric } from '@framesieve/testkit/records';
import { expect, it } from 'vitest';
import { scoreAhead } from './score-ahead.ts';

const { signal } = new AbortController();
const rgb = () => expect.fail('No RGB is asked for.');

/** A frame of one sample, and how often it is held. */
function heldFrame(sample: number) {
  const held = { count: 0 };
  const hold = (change: number) => () => {
    held.count += change;
  };
  const frame: Frame = { ...makeFrame('gray', 1, 1, () => sample), retain: hold(1), release: hold(-1) };
  return { frame, held };
}

/** A scorer whose score is the first sample, but fails where that is 7; the samples that it was called with, and what it said. */
function recorded() {
  const calls: number[] = [];
  const said: string[] = [];
  const scorer: Scorer = {
    metric: makeMetric('test/sample'),
    maxBatchSize: 1,
    async score(frames, { logger }) {
      const samples = frames.map(({ bytes }) => bytes[0]!);
      calls.push(...samples);
      logger.warn(`scores ${samples}`);
      if (samples.includes(7)) throw new FrameSieveError({ code: 'score-failed', message: 'It is 7.' });
      return samples.map(score => ({ score, distribution: null }));
    },
    async [Symbol.asyncDispose]() {},
  };
  const say = (text: string) => said.push(text);
  const context = { signal, rgb, logger: { debug: say, info: say, warn: say } };
  return { calls, said, context, scorer: scoreAhead(scorer) };
}

it('gives the score that was begun, once, with what was said meanwhile', async () => {
  const { calls, said, context, scorer } = recorded();
  const { frame, held } = heldFrame(3);
  scorer.prepare(frame, { signal, rgb });
  expect([calls, said, held.count]).toEqual([[3], [], 1]);
  await expect(scorer.score([frame], context)).resolves.toEqual([{ score: 3, distribution: null }]);
  expect([calls, said, held.count]).toEqual([[3], ['scores 3'], 0]);
  await scorer.score([frame], context);
  expect([calls, said]).toEqual([
    [3, 3],
    ['scores 3', 'scores 3'],
  ]);
});

it('scores what it has not begun with, and never gives what was begun with another frame', async () => {
  const { calls, said, context, scorer } = recorded();
  const begun = heldFrame(3);
  scorer.prepare(begun.frame, { signal, rgb });
  const other = heldFrame(4);
  await expect(scorer.score([other.frame], context)).resolves.toMatchObject([{ score: 4 }]);
  expect([calls, said]).toEqual([[3, 4], ['scores 4']]);
  scorer.prepare(begun.frame, { signal, rgb });
  const both = await scorer.score([begun.frame, other.frame], context);
  expect(both).toMatchObject([{ score: 3 }, { score: 4 }]);
  expect(begun.held.count).toBe(0);
});

it('fails for whoever asks for what failed, and for nobody else', async () => {
  const { context, scorer } = recorded();
  const { frame, held } = heldFrame(7);
  scorer.prepare(frame, { signal, rgb });
  await new Promise(resolve => setImmediate(resolve));
  expect(held.count).toBe(0);
  await expect(scorer.score([frame], context)).rejects.toMatchObject({ code: 'score-failed' });
  scorer.prepare(frame, { signal, rgb });
  await new Promise(resolve => setImmediate(resolve));
});
