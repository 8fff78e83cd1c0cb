import type { Frame, FrameRecord } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { makeFrame, makeSource } from '../test/make-input.ts';
import { type RereadFrame, rereadFrames } from './reread-frames.ts';

const frames = [3, 30, 60].map(ordinal => makeFrame({ ordinal }));
const records = frames.map(({ record }) => record);
const wrong = (frame: Frame, change: Partial<FrameRecord> = { fingerprint: 1n }): Frame => ({
  ...frame,
  record: { ...frame.record, ...change },
});

interface Reading {
  readonly linear: boolean;
  readonly ordinals: readonly number[];
}

/** Reads the frames again by a reader that may be faulty; tells what it was asked for, and what was said of that. */
async function reread(fault: (frame: Frame, linear: boolean) => Frame | null) {
  const reads: Reading[] = [];
  const log: string[] = [];
  const say = (message: string) => void log.push(message);
  const { signal } = new AbortController();
  async function* read(ordinals: readonly number[], { linear }: { readonly linear: boolean }) {
    reads.push({ ordinals, linear });
    for (const frame of frames) {
      const given = ordinals.includes(frame.record.ordinal) ? fault(frame, linear) : null;
      if (given) yield given;
    }
  }
  const results: RereadFrame[] = [];
  const context = { signal, logger: { debug: say, info: say, warn: say } };
  for await (const result of rereadFrames(records, { read, source: makeSource() }, context))
    results.push(result);
  const outcomes = results.map(result => [
    result.ordinal,
    result.frame ? result.verified : result.error.code,
  ]);
  return { reads, log, results, outcomes };
}

describe('rereadFrames', () => {
  it('says nothing where all frames are right', async () => {
    const { reads, log, outcomes } = await reread(frame => frame);
    expect(reads).toEqual([{ ordinals: [3, 30, 60], linear: false }]);
    expect(log).toEqual([]);
    expect(outcomes).toEqual([
      [3, 'exact'],
      [30, 'exact'],
      [60, 'exact'],
    ]);
  });

  it('repairs frames by decoding from the start, and says which and why', async () => {
    const { reads, log, outcomes } = await reread((frame, linear) => {
      const { ordinal } = frame.record;
      if (linear || ordinal === 3) return frame;
      return ordinal === 30 ? wrong(frame) : null;
    });
    expect(reads[1]).toEqual({ ordinals: [30, 60], linear: true });
    expect(log).toEqual([
      expect.stringMatching(
        /^Frames that are read once more from the start: 30 \(its fingerprint is 0{15}1 instead of .*\); 60 \(it did not come\)\.$/,
      ),
      'Frame 30 was repaired by decoding from the start.',
      'Frame 60 was repaired by decoding from the start.',
    ]);
    expect(outcomes.map(([, outcome]) => outcome)).toEqual(['exact', 'exact', 'exact']);
  });

  it('says why reading broke off', async () => {
    const { log, outcomes } = await reread((frame, linear) => {
      if (!linear && frame.record.ordinal === 30) throw new Error('The disk is gone.');
      return frame;
    });
    expect(log[0]).toBe(
      'Frames that are read once more from the start: 30 (The disk is gone); 60 (The disk is gone).',
    );
    expect(outcomes.map(([, outcome]) => outcome)).toEqual(['exact', 'exact', 'exact']);
  });

  it('does not decode from the start again what came from there', async () => {
    const { reads, outcomes, results } = await reread(frame =>
      frame.record.ordinal === 30 ? { ...wrong(frame), linear: true } : { ...frame, linear: true },
    );
    expect(reads).toHaveLength(1);
    expect(outcomes).toEqual([
      [3, 'exact'],
      [60, 'exact'],
      [30, 'frame-mismatch'],
    ]);
    expect(results[2]).toMatchObject({
      error: { message: expect.stringContaining('its fingerprint is 0000000000000001 instead of') },
    });
  });

  it('decodes from the start only what did not come from there', async () => {
    const { reads, outcomes } = await reread((frame, linear) => {
      const { ordinal } = frame.record;
      if (ordinal === 3) return { ...wrong(frame), linear: true };
      return ordinal === 30 && !linear ? wrong(frame) : frame;
    });
    expect(reads[1]).toEqual({ ordinals: [30], linear: true });
    expect(outcomes).toEqual([
      [60, 'exact'],
      [30, 'exact'],
      [3, 'frame-mismatch'],
    ]);
  });
});
