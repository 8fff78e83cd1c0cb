import { BadFile, nameFile, shown } from './bad-file.ts';
import { parseDecimal } from './decimal.ts';
import type { LibsvmOptions } from './libsvm.ts';

/** How features are scaled: x ↦ lower + (upper − lower) × (x − minimum) ∕ (maximum − minimum). */
export interface LibsvmRange {
  readonly lower: number;
  readonly upper: number;
  /** One per feature. */
  readonly minimum: Float64Array;
  /** One per feature; equal to its minimum (both 0) where the file leaves the feature out, because it was constant. */
  readonly maximum: Float64Array;
}

const indexLimit = 2 ** 20;

/**
 * Reads the ranges of features as `svm-scale -s` of libsvm writes them: a line `x`, a line with the lower and upper limit of the
 * scaled features, then a line per feature with index, minimum and maximum. A section `y`, for what is predicted, is refused:
 * scores would have to be scaled back.
 *
 * @throws FrameSieveError `model-invalid` when the text is anything else.
 */
export function parseLibsvmRange(
  text: string,
  { name = 'the libsvm ranges', features }: LibsvmOptions = {},
): LibsvmRange {
  try {
    return parseRange(text, features);
  } catch (error) {
    throw nameFile(name, error);
  }
}

function parseRange(text: string, features: number | undefined): LibsvmRange {
  const [section, limits = '', ...lines] = text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '');
  if (section === 'y')
    throw new BadFile('scales what is predicted too (its section y), which is not supported');
  if (section !== 'x') throw new BadFile('is not a file of ranges of libsvm');
  const [lower, upper] = numbers(limits, 2);
  if (!(lower! < upper!)) throw new BadFile(`has limits that don't rise, "${shown(limits)}"`);
  const ranges = lines.map(line => numbers(line, 3));
  const length = features ?? Math.max(0, ranges.at(-1)?.[0] ?? 0);
  if (length < 1 || !(length <= indexLimit)) throw new BadFile('has no ranges, or an impossible index');
  const minimum = new Float64Array(length);
  const maximum = new Float64Array(length);
  let last = 0;
  for (const [index, low, high] of ranges) {
    if (!Number.isInteger(index) || index! <= last || index! > length)
      throw new BadFile(`has an index ${index}, which is not a rising one up to ${length}`);
    if (!(low! <= high!))
      throw new BadFile(`has a range of feature ${index} that falls, from ${low} to ${high}`);
    minimum[index! - 1] = low!;
    maximum[index! - 1] = high!;
    last = index!;
  }
  return { lower: lower!, upper: upper!, minimum, maximum };
}

function numbers(line: string, count: number): number[] {
  const fields = line.split(/\s+/);
  if (fields.length !== count) throw new BadFile(`has a line "${shown(line)}" that is not ${count} numbers`);
  return fields.map(field => parseDecimal(field, `a line "${shown(line)}"`));
}
