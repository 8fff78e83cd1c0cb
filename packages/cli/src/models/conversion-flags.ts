import { FrameSieveError, type ModelPrecision } from '@framesieve/core';

/** Flags of the commands that convert parameters. */
export const conversionFlags = [
  {
    flags: '--profile <NAME>',
    description:
      'Variant of the computation: for MUSIQ `authors` or `pytorch`; by default whatever suits the files.',
  },
  {
    flags: '--precision <float32|float16>',
    description: 'Number format of weights and computation; float16 is for GPUs.',
  },
];

/** The values of those flags. */
export function conversionOptions({ profile, precision }: Readonly<Record<string, unknown>>) {
  return {
    profile: typeof profile === 'string' ? profile : null,
    precision: precision === undefined ? null : readPrecision(String(precision)),
  };
}

function readPrecision(text: string): ModelPrecision {
  if (text === 'float32' || text === 'float16') return text;
  throw new FrameSieveError({
    code: 'usage',
    message: `--precision: expected float32 or float16, found "${text}".`,
    hint: 'framesieve <command> --help describes every flag.',
  });
}
