import { setTimeout as sleep } from 'node:timers/promises';
import type { ScoredFrame } from '@framesieve/core';
import { makeFrameRecord } from '@framesieve/testkit/records';
import { expect, it } from 'vitest';
import { commitBatches } from './commit-batches.ts';

const never = new AbortController().signal;

function frame(ordinal: number): ScoredFrame {
  return { record: makeFrameRecord(ordinal), scores: new Map() };
}

const ordinalsOf = (frames: readonly ScoredFrame[]) => frames.map(({ record }) => record.ordinal);

/** Notes what is committed, and when. */
function notebook() {
  const commits: { readonly ordinals: readonly number[]; readonly at: number }[] = [];
  const commit = (frames: readonly ScoredFrame[]) => {
    commits.push({ ordinals: ordinalsOf(frames), at: performance.now() });
  };
  return { commits, commit, ordinals: () => commits.flatMap(({ ordinals }) => ordinals) };
}

async function drain(batches: AsyncIterable<{ readonly frames: readonly ScoredFrame[] }>): Promise<number[]> {
  const seen: number[] = [];
  for await (const { frames } of batches) seen.push(...ordinalsOf(frames));
  return seen;
}

it('writes many frames at once when they come fast, each once and in order', async () => {
  const book = notebook();
  async function* fast() {
    for (let i = 0; i < 1234; i++) yield frame(i);
  }
  const seen = await drain(commitBatches(fast(), never, book.commit));
  expect(seen).toEqual(Array.from({ length: 1234 }, (_, i) => i));
  expect(book.ordinals()).toEqual(seen);
  expect(book.commits.length).toBeLessThanOrEqual(4);
});

it('writes what has come within about a second, also while the next frame is not in sight', async () => {
  const book = notebook();
  const arrived: number[] = [];
  async function* burstThenNothing() {
    for (let i = 0; i < 3; i++) {
      arrived.push(performance.now());
      yield frame(i);
    }
    await sleep(2500);
    yield frame(3);
  }
  const seen = await drain(commitBatches(burstThenNothing(), never, book.commit));
  expect(seen).toEqual([0, 1, 2, 3]);
  expect(book.commits[0]?.ordinals).toEqual([0, 1, 2]);
  expect(book.commits[0]!.at - arrived[0]!).toBeLessThan(2000);
});

it('writes what has come before it passes an error on', async () => {
  const book = notebook();
  async function* failing() {
    yield frame(0);
    yield frame(1);
    throw new Error('the scorer failed');
  }
  await expect(drain(commitBatches(failing(), never, book.commit))).rejects.toThrow('the scorer failed');
  expect(book.ordinals()).toEqual([0, 1]);
});

it('writes what has come, frees what is behind it, and throws the reason when aborted', async () => {
  const book = notebook();
  const controller = new AbortController();
  const reason = new Error('stop here');
  let freed = false;
  async function* waiting() {
    try {
      yield frame(0);
      yield frame(1);
      await sleep(60_000, undefined, { signal: controller.signal });
    } finally {
      freed = true;
    }
  }
  setTimeout(() => controller.abort(reason), 50);
  await expect(drain(commitBatches(waiting(), controller.signal, book.commit))).rejects.toBe(reason);
  expect(book.ordinals()).toEqual([0, 1]);
  expect(freed).toBe(true);
});

it('stops when aborted although what is behind it does not listen', async () => {
  const book = notebook();
  const controller = new AbortController();
  async function* endless() {
    for (let i = 0; ; i++) {
      if (i === 700) controller.abort(new Error('stop here'));
      yield frame(i);
    }
  }
  await expect(drain(commitBatches(endless(), controller.signal, book.commit))).rejects.toThrow('stop here');
  expect(book.ordinals().slice(0, 700)).toEqual(Array.from({ length: 700 }, (_, i) => i));
});

it('keeps the frame that was on its way when the consumer leaves', async () => {
  const book = notebook();
  async function* slow() {
    yield frame(0);
    await sleep(1500);
    yield frame(1);
    yield frame(2);
  }
  for await (const batch of commitBatches(slow(), never, book.commit)) {
    expect(ordinalsOf(batch.frames)).toEqual([0]);
    break;
  }
  expect(book.ordinals()).toEqual([0, 1]);
});

it('does not write again what could not be written', async () => {
  let attempts = 0;
  async function* two() {
    yield frame(0);
    yield frame(1);
  }
  const refuse = () => {
    attempts += 1;
    throw new Error('the disk is full');
  };
  await expect(drain(commitBatches(two(), never, refuse))).rejects.toThrow('the disk is full');
  expect(attempts).toBe(1);
});
