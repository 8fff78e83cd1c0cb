import { expect, it } from 'vitest';
import type { Frame, FrameRecord } from './frame.ts';
import { type MissingFrame, type RereadOptions, rereadScored } from './reread-scored.ts';

const index = { ptsTicks: new Float64Array(10), keyFrames: new Uint8Array(10) };

function recordOf(ordinal: number, changes: Partial<FrameRecord> = {}): FrameRecord {
  const size = { width: 4, height: 2 };
  const rest = { ptsSource: 'container', keyFrame: false, corrupt: false } as const;
  return {
    ...{ ordinal, ptsTicks: ordinal * 10, timeSeconds: ordinal, fingerprint: BigInt(ordinal) },
    ...size,
    ...rest,
    facts: {} as FrameRecord['facts'],
    ...changes,
  };
}

const frameOf = (record: FrameRecord, linear = false) => ({ record, linear }) as Frame;

interface Reread {
  readonly came: readonly number[];
  readonly missing: readonly MissingFrame[];
  /** What was asked for. */
  readonly passes: readonly (readonly [linear: boolean, ordinals: readonly number[]])[];
}

/** Reads frames 1 to 4 again. */
async function reread(
  read: (options: RereadOptions) => AsyncIterable<Frame>,
  signal = new AbortController().signal,
): Promise<Reread> {
  const missing: MissingFrame[] = [];
  const passes: (readonly [boolean, readonly number[]])[] = [];
  const noted = (options: RereadOptions) => {
    passes.push([options.linear, options.ordinals]);
    return read(options);
  };
  const records = [1, 2, 3, 4].map(ordinal => recordOf(ordinal));
  const came: number[] = [];
  for await (const { record } of rereadScored(records, noted, { index, missing, signal }))
    came.push(record.ordinal);
  return { came, missing, passes };
}

it('passes on what is the same, in one pass', async () => {
  const { came, missing, passes } = await reread(async function* ({ ordinals }) {
    for (const ordinal of ordinals) yield frameOf(recordOf(ordinal));
  });
  expect(came).toEqual([1, 2, 3, 4]);
  expect(missing).toEqual([]);
  expect(passes).toEqual([[false, [1, 2, 3, 4]]]);
});

it('reads once more from the start what differs or does not come', async () => {
  const { came, missing, passes } = await reread(async function* ({ ordinals, linear }) {
    for (const ordinal of ordinals) {
      if (!linear && ordinal === 4) return;
      yield frameOf(recordOf(ordinal, !linear && ordinal === 2 ? { ptsTicks: 21 } : {}), linear);
    }
  });
  expect(came).toEqual([1, 3, 2, 4]);
  expect(missing).toEqual([]);
  expect(passes).toEqual([
    [false, [1, 2, 3, 4]],
    [true, [2, 4]],
  ]);
});

it.each([
  ['timestamp', { ptsTicks: 21 }, '21 instead of 20'],
  ['size', { width: 5 }, '5×2 instead of 4×2'],
  ['fingerprint', { fingerprint: 255n }, '00000000000000ff instead of 0000000000000002'],
] as const)('says in its %s in what a frame differs', async (name, changes, difference) => {
  const { came, missing } = await reread(async function* ({ ordinals, linear }) {
    for (const ordinal of ordinals) yield frameOf(recordOf(ordinal, ordinal === 2 ? changes : {}), linear);
  });
  expect(came).toEqual([1, 3, 4]);
  expect(missing).toEqual([{ ordinal: 2, reason: `When it was read again, its ${name} was ${difference}.` }]);
});

it('does not read again from the start what was read so already', async () => {
  const { missing, passes } = await reread(async function* ({ ordinals }) {
    for (const ordinal of ordinals)
      yield frameOf(recordOf(ordinal, ordinal === 3 ? { ptsTicks: 0 } : {}), true);
  });
  expect(missing).toHaveLength(1);
  expect(passes).toHaveLength(1);
});

it('leaves out what can not be read, with the reason, and throws when it is ended', async () => {
  const failing = async function* ({ ordinals }: RereadOptions) {
    for (const ordinal of ordinals) {
      if (ordinal === 3) throw new Error('The file is cut off.');
      yield frameOf(recordOf(ordinal));
    }
  };
  const { came, missing } = await reread(failing);
  expect(came).toEqual([1, 2]);
  expect(missing).toEqual([
    { ordinal: 3, reason: 'The file is cut off.' },
    { ordinal: 4, reason: 'The file is cut off.' },
  ]);
  await expect(reread(failing, AbortSignal.abort(new Error('ended')))).rejects.toThrow('ended');
});
