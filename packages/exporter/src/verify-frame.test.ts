import { fingerprintText } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { makeFrame } from '../test/make-input.ts';
import { verifyFrame } from './verify-frame.ts';

const scored = makeFrame({ ordinal: 5 }).record;
const nearly = makeFrame({ ordinal: 5, touched: true }).record;

describe('verifying a frame that was read again', () => {
  it('is exact when everything is the same, by whatever decoder', () => {
    expect(verifyFrame(scored, makeFrame({ ordinal: 5 }).record, true)).toEqual({ verified: 'exact' });
    expect(verifyFrame(scored, makeFrame({ ordinal: 5 }).record, false)).toEqual({ verified: 'exact' });
  });

  it('accepts a small difference from another decoder only', () => {
    expect(nearly.fingerprint).not.toBe(scored.fingerprint);
    expect(verifyFrame(scored, nearly, false)).toEqual({ verified: 'approximate' });
    expect(verifyFrame(scored, nearly, true)).toEqual({
      verified: null,
      differences: [
        `its fingerprint is ${fingerprintText(nearly.fingerprint)} instead of ${fingerprintText(scored.fingerprint)}`,
      ],
    });
  });

  it.each([
    ['ordinal', { ordinal: 6 }, 'its number is 6 instead of 5'],
    ['timestamp', { ptsTicks: 2561 }, 'its timestamp is 2561 instead of 2560'],
    ['size', { width: 80 }, 'its size is 80×30 instead of 40×30'],
  ])('refuses another %s from any decoder', (_, change, shown) => {
    for (const sameDecoder of [true, false]) {
      expect(verifyFrame(scored, { ...scored, ...change }, sameDecoder)).toEqual({
        verified: null,
        differences: [shown],
      });
    }
  });

  it('minds where the timestamp came from if the decoder is the same', () => {
    const estimated = { ...scored, ptsSource: 'estimated' as const };
    expect(verifyFrame(scored, estimated, true).verified).toBeNull();
    expect(verifyFrame(scored, estimated, false).verified).toBe('exact');
  });

  it('refuses another picture from another decoder', () => {
    const other = makeFrame({ ordinal: 5, seed: 9 }).record;
    expect(verifyFrame(scored, other, false).verified).toBeNull();
    expect(verifyFrame(scored, makeFrame({ ordinal: 5, brighter: 1 }).record, false)).toMatchObject({
      differences: [expect.stringMatching(/^its mean luma is 0\.\d{6} instead of 0\.\d{6}$/)],
    });
    const facts = { ...nearly.facts, contrast: Number.NaN };
    expect(verifyFrame(scored, { ...nearly, facts }, false).verified).toBeNull();
  });

  it('compares the perceptual hash only where there is something to see', () => {
    const facts = { ...nearly.facts, perceptualHash: nearly.facts.perceptualHash ^ 0x3n };
    const two = { ...nearly, facts };
    expect(verifyFrame({ ...scored, facts: nearly.facts }, two, false)).toEqual({
      verified: null,
      differences: ['its perceptual hash differs in 2 of 64 bits'],
    });
    const flat = { ...nearly.facts, contrast: 0.01 };
    const flatter = { ...flat, perceptualHash: ~flat.perceptualHash };
    expect(verifyFrame({ ...scored, facts: flat }, { ...nearly, facts: flatter }, false).verified).toBe(
      'approximate',
    );
  });
});
