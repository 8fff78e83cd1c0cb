import { describe, expect, it } from 'vitest';
import { ExpGolombReader } from './exp-golomb.ts';

/** The code of a number (ITU-T H.264, 9.1). */
function code(value: number): string {
  const bits = (value + 1).toString(2);
  return '0'.repeat(bits.length - 1) + bits;
}

function packed(bits: string): Buffer {
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map(byte => Number.parseInt(byte.padEnd(8, '0'), 2)));
}

describe('ExpGolombReader', () => {
  it('reads what the standard gives as examples', () => {
    const unsigned = new ExpGolombReader(packed('1 010 011 00100 00101'.replaceAll(' ', '')));
    expect([0, 0, 0, 0, 0].map(() => unsigned.unsigned())).toEqual([0, 1, 2, 3, 4]);
    const signed = new ExpGolombReader(packed('1 010 011 00100 00101'.replaceAll(' ', '')));
    expect([0, 0, 0, 0, 0].map(() => signed.signed())).toEqual([0, 1, -1, 2, -2]);
  });

  it('reads back numbers of all lengths, among bits, with and without the bytes that keep start codes out', () => {
    for (let length = 0; length < 20; length++) {
      const values = Array.from(
        { length },
        (_, i) => (i % 3 === 0 ? 2 ** (i + length / 2) - 1 : i * length) | 0,
      );
      const plain = packed(`${values.map(code).join('')}${(length + 100).toString(2).padStart(8, '0')}`);
      const escaped: number[] = [];
      for (const next of plain) {
        if (next <= 3 && escaped.at(-1) === 0 && escaped.at(-2) === 0) escaped.push(3);
        escaped.push(next);
      }
      const reader = new ExpGolombReader(Buffer.from(escaped));
      expect(values.map(() => reader.unsigned())).toEqual(values);
      expect(reader.bits(8)).toBe(length + 100);
    }
  });

  it('says where there is nothing more to read', () => {
    expect(() => new ExpGolombReader(Buffer.alloc(0)).bits(1)).toThrow(RangeError);
    expect(() => new ExpGolombReader(Buffer.alloc(3)).unsigned()).toThrow(RangeError);
  });
});
