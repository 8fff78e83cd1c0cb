import { SeekIndex } from '@framesieve/decoder';
import { describe, expect, it } from 'vitest';
import { type Admission, FrameGate } from './frame-gate.ts';
import type { PacketKinds } from './packet-kinds.ts';

const clean = 'K';
const disposable = 'b';
/** Packets are one letter each. */
const kinds: PacketKinds = {
  fieldsApart: false,
  isCleanStart: data => data.toString() === clean,
  isDisposable: data => data.toString() === disposable,
};
const index = new SeekIndex({
  ptsTicks: Float64Array.from({ length: 40 }, (_, ordinal) => ordinal * 10),
  keyFrames: Uint8Array.from({ length: 40 }, (_, ordinal) => Number(ordinal % 10 === 0)),
});

/** Takes packets, each its place in display order (or none) and its letter; tells what became of them. */
function pass(gate: FrameGate, packets: readonly (readonly [ordinal: number | null, letter: string])[]) {
  const fates: Admission[] = [];
  for (const [ordinal, letter] of packets) {
    const pts = ordinal === null ? -(2n ** 63n) : BigInt(ordinal * 10);
    fates.push(gate.admit({ pts, data: Buffer.from(letter) }));
  }
  return fates;
}

describe('FrameGate', () => {
  it('decodes what the wanted frames need, and reads on to see that all others are there', () => {
    const gate = new FrameGate(index, kinds, 10, [14]);
    const packets = [
      [8, 'p'],
      [10, clean],
      [7, disposable],
      [12, 'p'],
      [11, disposable],
      [14, 'p'],
      [13, 'p'],
      [16, 'p'],
    ] as const;
    expect(pass(gate, packets)).toEqual([
      'pass',
      'decode',
      'pass',
      'decode',
      'pass',
      'decode',
      'pass',
      'end',
    ]);
    expect(gate.passed).toBe(2);
    expect([10, 12].map(ordinal => gate.next(ordinal))).toEqual([12, 14]);
  });

  it('decodes a wanted frame that no other refers to', () => {
    const gate = new FrameGate(index, kinds, 10, [11]);
    const packets = [
      [10, clean],
      [12, 'p'],
      [11, disposable],
      [14, 'p'],
    ] as const;
    expect(pass(gate, packets)).toEqual(['decode', 'decode', 'decode', 'end']);
    expect(gate.next(10)).toBe(11);
  });

  it('decodes what has no frame of its own', () => {
    const gate = new FrameGate(index, kinds, 10, [15]);
    const packets = [
      [10, clean],
      [null, disposable],
      [10.5, disposable],
    ] as const;
    expect(pass(gate, packets)).toEqual(['decode', 'decode', 'decode']);
  });

  it('decodes the second packet of a frame of which the first was decoded', () => {
    const gate = new FrameGate(index, kinds, 10, [15]);
    const packets = [
      [10, clean],
      [11, 'p'],
      [11, disposable],
    ] as const;
    expect(pass(gate, packets)).toEqual(['decode', 'decode', 'decode']);
  });

  it.each([
    ['is no clean start', [[10, 'p']], false],
    ['is not where it was sought', [[11, clean]], true],
    ['has no timestamp', Array(64).fill([null, clean]), false],
  ] as const)('ends where the key frame %s', (_name, packets, isBehind) => {
    const gate = new FrameGate(index, kinds, 10, [15]);
    expect(pass(gate, packets).at(-1)).toBe('end');
    expect(gate.isBehind).toBe(isBehind);
  });

  it('ends where a frame before the last wanted one does not come', () => {
    const gate = new FrameGate(index, kinds, 10, [12]);
    const packets = [
      [10, clean],
      [12, 'p'],
      ...Array.from({ length: 25 }, (_, i) => [13 + i, 'p'] as const),
      ...Array.from({ length: 45 }, () => [39, 'p'] as const),
    ] as const;
    const fates = pass(gate, packets);
    expect(fates.slice(0, 2)).toEqual(['decode', 'decode']);
    expect(fates.at(-1)).toBe('end');
    expect(gate.next(10)).toBe(11);
  });
});
