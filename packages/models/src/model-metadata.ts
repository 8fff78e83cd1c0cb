import { type Direction, FrameSieveError } from '@framesieve/core';
import { describeIssues, metadataEntries } from './metadata-entries.ts';
import type { ModelMetadataOverride } from './metadata-override.ts';
import type { ModelInput } from './model-input.ts';

/** How a model's output is read: one number per picture, or the probabilities of these values. */
export type ModelOutput =
  | { readonly kind: 'scalar' }
  | { readonly kind: 'distribution'; readonly values: readonly number[] };

/** What is known of calls on several pictures at once. */
export interface ModelBatch {
  /** Bytes of memory that a call takes for each byte of its input, measured on large pictures. */
  readonly memoryFactor: number;
  /** Most pictures in a call that gain something on a CPU; 1 where it is busy with one. */
  readonly cpu: number;
}

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
  /** Precision that the model computes in; default: `float32`. */
  readonly precision?: 'float32' | 'float16';
  /** Which of several conversions of the same parameters this is; `null` when there is but one. */
  readonly profile?: string | null;
  /**
   * The kernel, and the version of it, that computes the same numbers from the constants in the file; `null` when there is
   * none, or it isn't known that it does.
   */
  readonly kernel?: string | null;
  /** What calls on several pictures take and gain; `null` when that wasn't measured. */
  readonly batch?: ModelBatch | null;
  /** Why the metric gives no number, a sentence: the reason of a score that is not finite; `null` for a general one. */
  readonly undefinedReason?: string | null;
  /** What to cite when using the metric; `null` when not stated. */
  readonly citation?: string | null;
  /** What files, pictures and options the model was made from, in free text or JSON; `null` when not stated. */
  readonly provenance?: string | null;
}

/** Metadata as it is read: all of it is there, be it `null` or a default. */
export type CompleteModelMetadata = Required<ModelMetadata>;

/** The keys in `metadata_props`. */
export const metadataKeys: Readonly<Record<keyof ModelMetadata, string>> = Object.fromEntries(
  Object.entries(metadataEntries).map(([name, { key }]) => [name, key]),
  // The entries are exhaustive, which fromEntries() forgets.
) as Record<keyof ModelMetadata, string>;

/**
 * Reads FrameSieve's entries of a model's `metadata_props`.
 *
 * @param given what the user says of the model; it goes before what the file says, of `input` field by field.
 * @throws FrameSieveError `metric-unavailable` that names the key which is missing or wrong, and how to give it. Only
 *   `direction` and `input` have to be there: neither can be guessed.
 */
export function parseModelMetadata(
  properties: ReadonlyMap<string, string>,
  given: ModelMetadataOverride = {},
): CompleteModelMetadata {
  const read = <Name extends Exclude<keyof ModelMetadata, 'input' | 'kernel' | 'batch'>>(name: Name) =>
    given[name] ?? parseEntry(name, properties.get(metadataKeys[name]));
  return {
    metric: read('metric'),
    direction: read('direction') ?? missing('direction', 'whether a higher or a lower score is better'),
    range: read('range') ?? [null, null],
    input:
      readInput(properties.get(metadataKeys.input), given.input ?? null) ??
      missing('input', 'how pictures are to be handed to it'),
    output: read('output') ?? { kind: 'scalar' },
    source: read('source'),
    licence: read('licence'),
    version: read('version'),
    precision: read('precision') ?? 'float32',
    profile: read('profile'),
    kernel: parseEntry('kernel', properties.get(metadataKeys.kernel)),
    batch: parseEntry('batch', properties.get(metadataKeys.batch)),
    undefinedReason: read('undefinedReason'),
    citation: read('citation'),
    provenance: read('provenance'),
  };
}

/** Writes metadata as entries of `metadata_props`; what is `null`, left out, or the default precision is not written. */
export function formatModelMetadata(metadata: ModelMetadata): ReadonlyMap<string, string> {
  const { range, input, output, precision, batch } = metadata;
  const texts: Partial<Record<keyof ModelMetadata, string | null>> = {
    ...metadata,
    range: JSON.stringify(range),
    input: JSON.stringify(input),
    output: JSON.stringify(output.kind === 'scalar' ? 'scalar' : { distribution: output.values }),
    batch: batch ? JSON.stringify(batch) : null,
    precision: precision === 'float32' ? null : (precision ?? null),
  };
  const written = new Map<string, string>();
  for (const name of Object.keys(metadataEntries) as (keyof ModelMetadata)[]) {
    const text = texts[name] ?? null;
    if (text !== null) written.set(metadataKeys[name], text);
  }
  return written;
}

/** The file's input, field by field corrected by what was given; what was given alone where the file's can't be read. */
function readInput(
  text: string | undefined,
  given: ModelMetadataOverride['input'] | null,
): ModelInput | null {
  if (!given) return parseEntry('input', text);
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const own = text === undefined ? {} : objectIn(text);
  const result = metadataEntries.input.schema.safeParse({ ...own, ...said });
  if (result.success) return result.data;
  if (own === null) return parseEntry('input', text);
  throw wrong('input', `${describeIssues(result.error)} (with what was given for it)`, result.error);
}

function objectIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function parseEntry<Name extends keyof CompleteModelMetadata>(
  name: Name,
  text: string | undefined,
): NonNullable<CompleteModelMetadata[Name]> | null {
  if (text === undefined) return null;
  const { schema, json } = metadataEntries[name];
  let value: unknown = text;
  if (json) {
    try {
      value = JSON.parse(text);
    } catch (cause) {
      // The bare word is what one would write by hand.
      if (name !== 'output') throw wrong(name, 'it is not JSON', cause);
    }
  }
  const result = schema.safeParse(value);
  if (!result.success) throw wrong(name, describeIssues(result.error), result.error);
  return result.data;
}

function wrong(name: keyof ModelMetadata, why: string, cause: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'metric-unavailable',
    message: `The model's metadata entry \`${metadataKeys[name]}\` is wrong: ${why}.`,
    hint: `Write for example: ${metadataEntries[name].example}`,
    cause,
  });
}

function missing(name: 'direction' | 'input', meaning: string): never {
  throw new FrameSieveError({
    code: 'metric-unavailable',
    message: `The model doesn't say ${meaning}: it has no metadata entry \`${metadataKeys[name]}\`.`,
    hint: `Give \`${name}\` for the metric in the config file, or write the entry into the model's metadata_props, for example: ${metadataEntries[name].example}`,
  });
}
