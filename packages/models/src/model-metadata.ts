import { type Direction, FrameSieveError } from '@framesieve/core';
import { z } from 'zod';
import { readModel } from './read-model.ts';

/** What a model wants as input, as its metadata declares it. */
export interface ModelInput {
  /** Order of the colour channels. */
  readonly colorSpace: 'rgb' | 'bgr';
  readonly layout: 'NHWC' | 'NCHW';
  readonly dtype: 'uint8' | 'float32';
  /** What black and white are; `uint8` is always `[0, 255]`. */
  readonly valueRange: readonly [0, 255] | readonly [0, 1] | readonly [-1, 1];
  /** Subtracted per channel after scaling to `valueRange`; `null` for nothing. */
  readonly mean: readonly [number, number, number] | null;
  /** Divided by per channel after `mean`; `null` for nothing. */
  readonly std: readonly [number, number, number] | null;
  /** `none`: the model takes pictures of any size as they are. */
  readonly resize: 'none';
  /** Smallest picture in pixels, `[width, height]`; smaller ones have no score. */
  readonly minimumSize: readonly [number, number];
  /** Width and height have to be multiples of this; other pictures have no score. */
  readonly sizeMultiple: number;
}

/** How a model's output is read: one number per picture, or the probabilities of these values. */
export type ModelOutput =
  | { readonly kind: 'scalar' }
  | { readonly kind: 'distribution'; readonly values: readonly number[] };

/** What FrameSieve has to know of a metric's model. */
export interface ModelMetadata {
  /** Metric id `family/parameters`; `null` when the file doesn't name one. */
  readonly metric: string | null;
  readonly direction: Direction;
  /** Nominal range of scores; `null` for an open side. */
  readonly range: readonly [number | null, number | null];
  readonly input: ModelInput;
  readonly output: ModelOutput;
  /** Where the parameters come from; `null` when not stated. */
  readonly source: string | null;
  /** Licence of the parameters; `null` when not stated. */
  readonly licence: string | null;
  /** Version of the model; `null` when not stated. */
  readonly version: string | null;
}

/** The keys in `metadata_props`. */
export const metadataKeys = {
  metric: 'framesieve.metric',
  direction: 'framesieve.direction',
  range: 'framesieve.range',
  input: 'framesieve.input',
  output: 'framesieve.output',
  source: 'framesieve.source',
  licence: 'framesieve.licence',
  version: 'framesieve.version',
} as const satisfies Record<keyof ModelMetadata, string>;

const perChannel = z.tuple([z.number(), z.number(), z.number()]).nullable().default(null);
const pixels = z.int().positive();

const input = z
  .strictObject({
    colorSpace: z.enum(['rgb', 'bgr']).default('rgb'),
    layout: z.enum(['NHWC', 'NCHW']),
    dtype: z.enum(['uint8', 'float32']),
    valueRange: z.union([
      z.tuple([z.literal(0), z.literal(255)]),
      z.tuple([z.literal(0), z.literal(1)]),
      z.tuple([z.literal(-1), z.literal(1)]),
    ]),
    mean: perChannel,
    std: perChannel,
    resize: z.literal('none').default('none'),
    minimumSize: z.tuple([pixels, pixels]).default([1, 1]),
    sizeMultiple: pixels.default(1),
  })
  .refine(
    ({ dtype, valueRange, mean, std }) => dtype !== 'uint8' || (valueRange[1] === 255 && !mean && !std),
    {
      error: 'uint8 pixels are given as they are: valueRange [0, 255], without mean and std',
    },
  )
  .refine(({ std }) => !std?.includes(0), { error: 'std must not be 0' });

/** What each key takes: how it is parsed, and an example for people. */
const entries: {
  readonly [Key in keyof ModelMetadata]: {
    readonly schema: z.ZodType<NonNullable<ModelMetadata[Key]>>;
    readonly json: boolean;
    readonly example: string;
  };
} = {
  metric: {
    schema: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
    json: false,
    example: 'sharpness/laplacian',
  },
  direction: { schema: z.enum(['higher', 'lower']), json: false, example: 'higher' },
  range: { schema: z.tuple([z.number().nullable(), z.number().nullable()]), json: true, example: '[0,100]' },
  input: {
    schema: input,
    json: true,
    example: '{"layout":"NCHW","dtype":"float32","valueRange":[0,1]}',
  },
  output: {
    schema: z.union([
      z.literal('scalar').transform(() => ({ kind: 'scalar' as const })),
      z
        .strictObject({ distribution: z.array(z.number()).min(2) })
        .transform(({ distribution }) => ({ kind: 'distribution' as const, values: distribution })),
    ]),
    json: true,
    example: '"scalar" or {"distribution":[1,2,3,4,5]}',
  },
  source: { schema: z.string().min(1), json: false, example: 'https://example.org/model' },
  licence: { schema: z.string().min(1), json: false, example: 'Apache-2.0' },
  version: { schema: z.string().min(1), json: false, example: '1.0.0' },
};

/**
 * Reads FrameSieve's entries of a model's `metadata_props`.
 *
 * @param given what the user says of the model; it goes before what the file says.
 * @throws FrameSieveError `metric-unavailable` that names the key which is missing or wrong, and how to give it. Only
 *   `direction` and `input` have to be there: neither can be guessed.
 */
export function parseModelMetadata(
  properties: ReadonlyMap<string, string>,
  given: Partial<ModelMetadata> = {},
): ModelMetadata {
  const read = <Key extends keyof ModelMetadata>(name: Key): NonNullable<ModelMetadata[Key]> | null =>
    given[name] ?? parseEntry(name, properties.get(metadataKeys[name]));
  return {
    metric: read('metric'),
    direction: read('direction') ?? missing('direction', 'whether a higher or a lower score is better'),
    range: read('range') ?? [null, null],
    input: read('input') ?? missing('input', 'how pictures are to be handed to it'),
    output: read('output') ?? { kind: 'scalar' },
    source: read('source'),
    licence: read('licence'),
    version: read('version'),
  };
}

/** Reads FrameSieve's metadata from a model file; see {@link readModel} and {@link parseModelMetadata} for the errors. */
export function readModelMetadata(bytes: Uint8Array, given: Partial<ModelMetadata> = {}): ModelMetadata {
  return parseModelMetadata(readModel(bytes).metadata, given);
}

/** Writes metadata as entries of `metadata_props`; what is `null` is left out. */
export function formatModelMetadata(metadata: ModelMetadata): ReadonlyMap<string, string> {
  const { metric, direction, range, output, source, licence, version } = metadata;
  const texts: Record<keyof ModelMetadata, string | null> = {
    metric,
    direction,
    range: JSON.stringify(range),
    input: JSON.stringify(metadata.input),
    output: JSON.stringify(output.kind === 'scalar' ? 'scalar' : { distribution: output.values }),
    source,
    licence,
    version,
  };
  const names = Object.keys(metadataKeys) as (keyof ModelMetadata)[];
  return new Map(names.flatMap(name => (texts[name] === null ? [] : [[metadataKeys[name], texts[name]]])));
}

function parseEntry<Key extends keyof ModelMetadata>(
  name: Key,
  text: string | undefined,
): NonNullable<ModelMetadata[Key]> | null {
  if (text === undefined) return null;
  const { schema, json, example } = entries[name];
  const wrong = (why: string, cause: unknown) =>
    new FrameSieveError({
      code: 'metric-unavailable',
      message: `The model's metadata entry \`${metadataKeys[name]}\` is wrong: ${why}.`,
      hint: `Write for example: ${example}`,
      cause,
    });
  let value: unknown = text;
  if (json) {
    try {
      value = JSON.parse(text);
    } catch (cause) {
      // The bare word is what one would write by hand.
      if (name !== 'output') throw wrong('it is not JSON', cause);
    }
  }
  const result = schema.safeParse(value);
  if (!result.success) throw wrong(describeIssues(result.error), result.error);
  return result.data;
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}

function missing(name: 'direction' | 'input', meaning: string): never {
  throw new FrameSieveError({
    code: 'metric-unavailable',
    message: `The model doesn't say ${meaning}: it has no metadata entry \`${metadataKeys[name]}\`.`,
    hint: `Give \`${name}\` for the metric in the config file, or write the entry into the model's metadata_props, for example: ${entries[name].example}`,
  });
}
