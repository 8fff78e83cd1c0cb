import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isUrl } from '@framesieve/core';

/** Numbered pictures that stand for the frames of a video. */
export interface ImageSequence {
  /** Paths of the pictures, in the order of their numbers, without a gap; at least one. */
  readonly files: readonly string[];
  /** Number of the first. */
  readonly firstNumber: number;
  /** The path as FFmpeg wants it: with every `%` doubled that is not part of the number's place. */
  readonly pattern: string;
  /** Where the numbers have a gap, at which the sequence ends; `null` when they have none. */
  readonly gap: SequenceGap | null;
}

/** A number that no picture has, although later ones have theirs. */
interface SequenceGap {
  /** Name of the first picture that is missing. */
  readonly missing: string;
  /** How many pictures come behind it; they are not read. */
  readonly later: number;
}

/** A file name with a place for a number. */
interface NamePattern {
  readonly before: string;
  readonly after: string;
  /** Least number of digits. */
  readonly digits: number;
}

const place = /^%0?(\d*)d$/;

/**
 * Finds the pictures of a path such as `frames/frame_%05d.png`: `%d` is the place of the number, `%05d` that of one with at
 * least five digits, `%%` a percent sign. The numbers may start anywhere; at the first gap the sequence ends.
 *
 * @returns `null` when the path has no place for a number, a file is called exactly so, or there is no such picture.
 */
export async function findSequence(path: string): Promise<ImageSequence | null> {
  const pattern = isUrl(path) ? null : parsePattern(basename(path));
  if (!pattern) return null;
  const folder = dirname(path);
  const names = new Set(await readdir(folder).catch(() => []));
  if (names.has(basename(path))) return null;
  const numbers = numbersOf(pattern, names);
  const [firstNumber] = numbers;
  if (firstNumber === undefined) return null;
  const end = numbers.findIndex((number, i) => number !== firstNumber + i);
  const count = end < 0 ? numbers.length : end;
  const later = numbers.length - count;
  return {
    files: numbers.slice(0, count).map(number => join(folder, nameOf(pattern, number))),
    firstNumber,
    pattern: join(escapePercent(folder), escapedName(pattern)),
    gap: later > 0 ? { missing: nameOf(pattern, firstNumber + count), later } : null,
  };
}

/** What a person should know of a path that stands for numbered pictures: that they have a gap. */
export async function sequenceNotes(path: string): Promise<readonly string[]> {
  const gap = (await findSequence(path))?.gap;
  if (!gap) return [];
  return [
    `The numbered pictures end at a gap: "${gap.missing}" is missing. Those after the gap (${gap.later}) are not read: number all without gaps to have them read.`,
  ];
}

function parsePattern(name: string): NamePattern | null {
  const parts = name.split(/(%%|%0?\d*d)/);
  const at = parts.findIndex(part => place.test(part));
  if (at < 0 || parts.findLastIndex(part => place.test(part)) !== at) return null;
  const text = (from: readonly string[]) => from.join('').replaceAll('%%', '%');
  const digits = Number(place.exec(parts[at]!)![1]);
  return { before: text(parts.slice(0, at)), after: text(parts.slice(at + 1)), digits };
}

function nameOf({ before, after, digits }: NamePattern, number: number): string {
  return `${before}${String(number).padStart(digits, '0')}${after}`;
}

function escapedName({ before, after, digits }: NamePattern): string {
  return `${escapePercent(before)}%${digits > 0 ? `0${digits}` : ''}d${escapePercent(after)}`;
}

const escapePercent = (text: string) => text.replaceAll('%', '%%');

/** The numbers for which there are names, ascending. */
function numbersOf(pattern: NamePattern, names: ReadonlySet<string>): readonly number[] {
  const { before, after } = pattern;
  const numbers: number[] = [];
  for (const name of names) {
    if (!name.startsWith(before) || !name.endsWith(after)) continue;
    const digits = name.slice(before.length, name.length - after.length);
    // FFmpeg counts pictures with 32 bits.
    if (/^\d{1,9}$/.test(digits) && nameOf(pattern, Number(digits)) === name) numbers.push(Number(digits));
  }
  return numbers.sort((a, b) => a - b);
}
