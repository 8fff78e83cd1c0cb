import { describe, expect, it } from 'vitest';
import { isProgressiveOnly, recordedParameterSets } from './sequence-parameters.ts';

function code(value: number): string {
  const bits = (value + 1).toString(2);
  return '0'.repeat(bits.length - 1) + bits;
}

const bitsOf = (value: number, count: number) => value.toString(2).padStart(count, '0');

interface Sequence {
  readonly profile?: number;
  /** What high profiles add behind the id. */
  readonly chroma?: string;
  readonly orderOfPictures?: string;
  readonly framesOnly: boolean;
  /** Behind `vui_parameters_present_flag`; absent: there is none. */
  readonly usability?: string;
}

/** A parameter set as a NAL unit, with the bytes that keep start codes out. */
function parameterSet({
  profile = 66,
  chroma = '',
  orderOfPictures = code(2),
  framesOnly,
  usability,
}: Sequence) {
  const head = bitsOf(profile, 8) + bitsOf(0, 8) + bitsOf(40, 8) + code(0) + chroma + code(4);
  const size = `${code(3)}0${code(119)}${code(67)}`;
  const fields = framesOnly ? '1' : '01';
  const rest = usability === undefined ? '0' : `1${usability}`;
  const cropped = `1${code(0)}${code(0)}${code(0)}${code(4)}`;
  const bits = `${head}${orderOfPictures}${size}${fields}1${cropped}${rest}1`;
  const bytes = [0x67];
  for (const byte of bits.match(/.{1,8}/g)!) {
    const value = Number.parseInt(byte.padEnd(8, '0'), 2);
    if (value <= 3 && bytes.at(-1) === 0 && bytes.at(-2) === 0) bytes.push(3);
    bytes.push(value);
  }
  return Buffer.from(bytes);
}

const chroma420 = `${code(1)}${code(0)}${code(0)}0`;
/** A list of 16 whose second value ends it, and one of 64 that is written out. */
const matrices = `1${`1${code(1)}${code(17)}`}00000${`1${code(0).repeat(64)}`}0`;
const decoderModel = `1${code(1)}${bitsOf(0, 8)}${`${code(9)}${code(99)}0`.repeat(2)}${bitsOf(0, 20)}`;

/** `tells`: `pic_struct_present_flag`. */
function usability({ everything, tells }: { everything: boolean; tells: boolean }): string {
  const flag = tells ? '1' : '0';
  if (!everything) return `0000000${flag}0`;
  const aspect = `1${bitsOf(255, 8)}${bitsOf(4, 16)}${bitsOf(3, 16)}`;
  const signal = `1${bitsOf(5, 3)}01${bitsOf(1, 8)}${bitsOf(1, 8)}${bitsOf(1, 8)}`;
  const timing = `1${bitsOf(1, 32)}${bitsOf(50, 32)}1`;
  return `${aspect}10${signal}1${code(1)}${code(1)}${timing}${decoderModel}${decoderModel}0${flag}0`;
}

describe('isProgressiveOnly', () => {
  const kinds: readonly [string, Omit<Sequence, 'framesOnly'>][] = [
    ['a baseline profile', {}],
    ['a high profile', { profile: 100, chroma: `${chroma420}0` }],
    ['matrices', { profile: 100, chroma: `${chroma420}${matrices}` }],
    ['4:4:4', { profile: 244, chroma: `${code(3)}0${code(2)}${code(2)}00` }],
    ['the first order of pictures', { orderOfPictures: code(0) + code(4) }],
    ['the second', { orderOfPictures: `${code(1)}0${code(5)}${code(2)}${code(2)}${code(7)}${code(8)}` }],
    ['little about usability', { usability: usability({ everything: false, tells: false }) }],
    ['everything about it', { usability: usability({ everything: true, tells: false }) }],
  ];
  it.each(kinds)('reads whether there are fields past %s', (_, kind) => {
    expect(isProgressiveOnly(parameterSet({ ...kind, framesOnly: true }))).toBe(true);
    expect(isProgressiveOnly(parameterSet({ ...kind, framesOnly: false }))).toBe(false);
  });

  it.each([true, false])('is not certain where messages may tell of fields', everything => {
    const set = parameterSet({ framesOnly: true, usability: usability({ everything, tells: true }) });
    expect(isProgressiveOnly(set)).toBe(false);
  });

  it('is not certain of what is cut off, or no parameter set', () => {
    const set = parameterSet({ framesOnly: true, usability: usability({ everything: true, tells: false }) });
    for (let length = 0; length < set.length - 1; length++)
      expect(isProgressiveOnly(set.subarray(0, length))).toBe(false);
    expect(isProgressiveOnly(Buffer.concat([Buffer.of(0x68), set.subarray(1)]))).toBe(false);
  });
});

describe('recordedParameterSets', () => {
  const record = (sets: readonly Buffer[]) =>
    Buffer.concat([
      Buffer.of(1, 66, 0, 40, 0xff, 0xe0 | sets.length),
      ...sets.flatMap(set => [Buffer.of(set.length >> 8, set.length & 255), set]),
      Buffer.of(0),
    ]);

  it('finds all sets of a record', () => {
    const sets = [true, false].map(framesOnly => parameterSet({ framesOnly }));
    expect(recordedParameterSets(record(sets))).toEqual(sets);
    expect(recordedParameterSets(record([]))).toEqual([]);
  });

  it('finds none in anything else', () => {
    const whole = record([parameterSet({ framesOnly: true })]);
    for (const other of [null, Buffer.of(0, 0, 0, 1, 0x67), whole.subarray(0, 9), Buffer.alloc(0)])
      expect(recordedParameterSets(other)).toBeNull();
  });
});
