import { FrameSieveError } from '@framesieve/core';

/** What a model is fitted to, and what it is called. */
export interface FitOptions {
  readonly id: string;
  /** Pictures, folders and globs. */
  readonly images: readonly string[];
  /** In pixels; larger pictures are reduced. `null` leaves all as they are. */
  readonly maxSide: number | null;
  readonly source: string | null;
  readonly licence: string | null;
  /** File to write the model to instead of installing it; `null` installs it. */
  readonly out: string | null;
}

/**
 * The options of `models fit`.
 *
 * @param name an id, or a family alone.
 * @throws FrameSieveError `usage`.
 */
export function fitOptions(name: string, values: Readonly<Record<string, unknown>>): FitOptions {
  const { images, source, licence, out } = values;
  if (!Array.isArray(images) || images.length === 0) {
    throw new FrameSieveError({
      code: 'usage',
      message: 'No pictures were given.',
      hint: 'Give a folder of photographs: `framesieve models fit niqe --images DIR`.',
    });
  }
  const text = (value: unknown) => (value === undefined ? null : String(value));
  return {
    id: name.includes('/') ? name : `${name}/custom`,
    images: images.map(String),
    maxSide: readMaxSide(values.maxSide),
    source: text(source),
    licence: text(licence),
    out: text(out),
  };
}

function readMaxSide(text: unknown): number | null {
  if (text === undefined) return null;
  const side = Number(text);
  if (Number.isInteger(side) && side >= 96) return side;
  throw new FrameSieveError({
    code: 'usage',
    message: `--max-side: expected a whole number of at least 96, found "${text}".`,
    hint: 'framesieve models fit --help describes every flag.',
  });
}
