import {
  type ConvertedModel,
  FrameSieveError,
  type ModelFamily,
  type ModelPrecision,
} from '@framesieve/core';
import type { ModelLibrary } from './model-library.ts';

/** How a model is to be made from parameters. */
export interface ConversionOptions {
  /** `null`: whatever suits the files. */
  readonly profile: string | null;
  /** `null`: the family's default. */
  readonly precision: ModelPrecision | null;
  readonly signal: AbortSignal;
}

/** A conversion's outcome, and the precision that was chosen. */
export interface Conversion extends ConvertedModel {
  readonly precision: ModelPrecision;
}

/**
 * Makes a model of an id's family from files of parameters.
 *
 * @throws FrameSieveError `model-unknown` for no known family, `usage` for a profile or precision that it doesn't have, or what is wrong
 *   with the files.
 */
export async function convertFiles(
  library: ModelLibrary,
  id: string,
  files: readonly string[],
  options: ConversionOptions,
): Promise<Conversion> {
  const family = library.familyOf(id);
  const { profile, signal } = options;
  if (profile !== null && !family.profiles.includes(profile)) throw noSuch('profile', profile, family);
  const precision = precisionFor(family, options.precision);
  if (!family.precisions.includes(precision)) throw noSuch('precision', precision, family);
  const known = library.known(id);
  const converted = await family.convert({ id, known, files, profile, precision, signal });
  return { ...converted, precision };
}

/** The precision that a model is made in: the one that was asked for, or the family's default. */
export function precisionFor({ precisions }: ModelFamily, asked: ModelPrecision | null): ModelPrecision {
  return asked ?? precisions[0] ?? 'float32';
}

function noSuch(kind: 'profile' | 'precision', value: string, family: ModelFamily): FrameSieveError {
  const there = kind === 'profile' ? family.profiles : family.precisions;
  return new FrameSieveError({
    code: 'usage',
    message: `The family ${family.name} has no ${kind} "${value}".`,
    hint: there.length > 0 ? `Use one of: ${there.join(', ')}.` : `Leave --${kind} out.`,
  });
}
